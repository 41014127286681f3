<?php
// Reads and validates calendars with sabre/vobject: a question a line on standard input, an answer a line, until the input ends.
require 'Sabre/VObject/autoload.php';

function moment($property)
{
    $utc = $property->getDateTime(new DateTimeZone('UTC'))->setTimezone(new DateTimeZone('UTC'));
    return $utc->format($property->hasTime() ? 'Y-m-d\TH:i:s\Z' : 'Y-m-d');
}

// Version 2 leaves commas, semicolons and backslashes to whoever reads a value.
function text($property)
{
    return strtr((string) $property, ['\\\\' => '\\', '\\,' => ',', '\\;' => ';']);
}

function seen($event)
{
    return [
        'uid' => (string) $event->UID,
        'start' => moment($event->DTSTART),
        'end' => moment($event->DTEND),
        'title' => text($event->SUMMARY),
        'cancelled' => (string) $event->STATUS === 'CANCELLED',
        'text' => text($event->DESCRIPTION),
    ];
}

function answer($text)
{
    try {
        $calendar = Sabre\VObject\Reader::read($text);
    } catch (Exception $error) {
        return ['refused' => $error->getMessage()];
    }
    $faults = array_map(fn ($fault) => $fault['message'], $calendar->validate());
    if ($faults) {
        return ['refused' => implode('; ', $faults)];
    }
    return ['seen' => array_map('seen', array_values($calendar->select('VEVENT')))];
}

while (($line = fgets(STDIN)) !== false) {
    echo json_encode(answer(json_decode($line, true)['text'])), "\n";
}
