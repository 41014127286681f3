// Reads a calendar on standard input with ical.js and writes what it saw as JSON.
import { readFileSync } from "node:fs";
import ICAL from "../../node_modules/ical.js/dist/ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const seen = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    title: event.summary,
    cancelled: component.getFirstPropertyValue("status") === "CANCELLED",
    text: event.description ?? "",
  };
});
process.stdout.write(JSON.stringify(seen));
