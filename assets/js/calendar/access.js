// Where FullCalendar's roles and names fall short of WCAG (axe 4.14 against 7.1): names that hide what a cell shows, links posing as list items.
export const accessible = {
  dayCellDidMount: ({ el }) => {
    if (!el.hasAttribute("aria-label")) return;
    el.setAttribute("aria-description", el.getAttribute("aria-label"));
    el.removeAttribute("aria-label");
  },
  dayHeaderDidMount: ({ el }) => {
    el.removeAttribute("aria-label");
    el.querySelectorAll("[aria-hidden]").forEach((part) => part.removeAttribute("aria-hidden"));
  },
  eventDidMount: ({ el }) => {
    if (el.getAttribute("role") !== "listitem") return;
    el.removeAttribute("role");
    requestAnimationFrame(() => el.closest("[role=list], [role=group]")?.setAttribute("role", "group"));
  },
};

// The empty corner of the week view calls itself a row header.
export function tidy(place) {
  requestAnimationFrame(() => place.querySelectorAll("[role=rowheader]:empty").forEach((cell) => {
    cell.removeAttribute("role");
    cell.removeAttribute("aria-label");
  }));
}
