// Events as the server sends them {id, title, start, end, allDay, kind, shape, url, movable, pinned, broken, state, shade} in our colours and shapes.
const sheet = document.querySelector("[data-sheet]").dataset.sheet;
const SVG = "http://www.w3.org/2000/svg";

export function dressed(event) {
  if (event.shade) return { ...event, display: "background", extendedProps: { css: `cal-shade-${event.shade}` } };
  const css = [`cal-event kind-${event.kind}`, event.state ? `cal-${event.state}` : "", event.pinned ? "cal-pinned" : ""].join(" ").trim();
  return {
    ...event, editable: Boolean(event.movable), color: "var(--kind-soft)", contrastColor: "var(--kind-ink)",
    extendedProps: { css, shape: event.shape, pinned: event.pinned, broken: event.broken, moveUrl: event.move_url },
  };
}

export function content({ event, timeText, view }) {
  const nodes = [drawing(`shape-${event.extendedProps.shape}`, "kind-mark")];
  if (timeText) nodes.push(words("cal-time", timeText));
  nodes.push(words("cal-title", event.title));
  if (event.extendedProps.broken) nodes.push(drawing("alert-triangle", "cal-pin cal-broken", "Breaks a rule"));
  if (event.extendedProps.pinned) nodes.push(drawing("pin", "cal-pin", "Pinned"));
  const line = document.createElement("span");
  line.className = `cal-line ${shapeOf(view.type, event.allDay)}`.trim();
  line.append(...nodes);
  return { domNodes: [line] };
}

function shapeOf(view, allDay) {
  if (view.startsWith("list")) return "cal-row";
  return view.startsWith("timeGrid") && !allDay ? "cal-block" : "";
}

export function shaded({ event }) {
  return { domNodes: [words("cal-shade-title", event.title)] };
}

function words(css, text) {
  const span = document.createElement("span");
  span.className = css;
  span.textContent = text;
  return span;
}

function drawing(name, css, label) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", css);
  if (label) { svg.setAttribute("role", "img"); svg.setAttribute("aria-label", label); } else svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sheet}#${name}`);
  svg.append(use);
  return svg;
}
