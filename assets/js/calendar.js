// FullCalendar on a page that already lists its events: takes the list's place, lets people drag, and keeps its view in the address.
// Times are wall times without a zone, both ways; “UTC” below only keeps the browser's own zone out of it.
import { Calendar } from "fullcalendar";
import dayGrid from "fullcalendar/daygrid";
import timeGrid from "fullcalendar/timegrid";
import list from "fullcalendar/list";
import interaction from "fullcalendar/interaction";
import theme from "fullcalendar/themes/classic";
import { accessible, tidy } from "./calendar/access.js";
import { address, remember } from "./calendar/address.js";
import { content, dressed, shaded } from "./calendar/looks.js";
import { mover } from "./calendar/moves.js";
import { speaker } from "./calendar/say.js";

const VIEWS = { month: "dayGridMonth", week: "timeGridWeek", list: "listMonth" };
const NAMES = Object.fromEntries(Object.entries(VIEWS).map(([short, long]) => [long, short]));
const TIME = { hour: "2-digit", minute: "2-digit", hour12: false };

function mount(box) {
  const place = box.querySelector("[data-calendar-place]");
  const say = speaker(box);
  const move = mover(box.dataset.moveUrl, say);
  const asked = address();
  const narrow = matchMedia("(max-width: 48rem)").matches;
  place.replaceChildren();
  const calendar = new Calendar(place, {
    plugins: [dayGrid, timeGrid, list, interaction, theme],
    timeZone: "UTC", locale: box.dataset.locale || "en-GB", firstDay: Number(box.dataset.firstDay ?? 1),
    now: box.dataset.now || undefined,
    initialView: VIEWS[asked.view] ?? VIEWS[box.dataset.view] ?? (narrow ? VIEWS.list : VIEWS.month),
    initialDate: asked.date ?? (box.dataset.date || undefined),
    headerToolbar: { start: "prev,next today", center: "title", end: "dayGridMonth,timeGridWeek,listMonth" },
    buttons: {
      today: { text: "Today", hint: "Today" }, dayGridMonth: { text: "Month" }, timeGridWeek: { text: "Week" }, listMonth: { text: "List" },
    },
    buttonClass: "cal-button", listItemEventBeforeClass: "d-none", ...accessible,
    height: "auto", dayMaxEvents: 5, eventDisplay: "block", navLinks: false, nowIndicator: false,
    slotMinTime: box.dataset.from || "00:00:00", scrollTime: "08:00:00", slotDuration: "00:30:00",
    eventTimeFormat: TIME, slotHeaderFormat: TIME,
    events: { url: box.dataset.eventsUrl, extraParams: () => asked.filters, failure: () => say("The events could not be loaded. Reload the page.", "bad") },
    eventDataTransform: dressed, eventContent: content, backgroundEventContent: shaded,
    eventClass: ({ event }) => event.extendedProps.css, backgroundEventClass: ({ event }) => event.extendedProps.css,
    editable: false, eventDrop: move, eventResize: move,
    datesSet: ({ view }) => { remember(NAMES[view.type], view.currentStart); tidy(place); },
  });
  calendar.render();
}

document.querySelectorAll("[data-calendar]").forEach(mount);
