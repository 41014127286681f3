// Reads calendars with ical.js and node-ical: a question a line on standard input, an answer a line, until the input ends.
// One process serves all tests, because starting one costs more than reading a hundred calendars.
import { createInterface } from "node:readline";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const READERS = {
  "ical.js": (text) =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid,
        start: event.startDate.toString(),
        end: event.endDate.toString(),
        title: event.summary,
        cancelled: component.getFirstPropertyValue("status") === "CANCELLED",
        text: event.description ?? "",
      };
    }),
  "node-ical": (text) =>
    Object.values(nodeIcal.sync.parseICS(text))
      .filter((event) => event.type === "VEVENT")
      .map((event) => ({
        uid: event.uid,
        start: moment(event.start, event.datetype),
        end: moment(event.end, event.datetype),
        title: event.summary,
        cancelled: event.status === "CANCELLED",
        text: event.description ?? "",
      })),
};

// It keeps a day as midnight on this machine's clock.
function moment(date, kind) {
  if (kind !== "date") return date.toISOString();
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { reader, text } = JSON.parse(line);
  let answer;
  try {
    answer = { seen: READERS[reader](text) };
  } catch (error) {
    answer = { refused: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
