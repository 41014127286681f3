// A drag posts the new wall times, and from where it was dragged: somebody else may have moved it meanwhile. Refused: the event goes back and the sentence says why; “Move anyway” posts again with force.
const WALL = (text) => text.replace(/(Z|[+-]\d\d:\d\d)$/, "");

export function mover(url, say) {
  return async function moved({ event, oldEvent, revert }) {
    const wanted = times(event);
    const before = times(oldEvent);
    const target = event.extendedProps.moveUrl ?? url;
    const put = (fields) => post(target, { id: event.id, ...fields });
    const answer = await put({ ...wanted, from: before.start });
    if (answer.ok) return say(answer.sentence, "good", [["Undo", () => undo(event, before, answer, put, say)]]);
    revert();
    const force = () => forced(event, wanted, before, put, say);
    say(answer.sentence, answer.can_force ? "warm" : "bad", answer.can_force ? [["Move anyway", force]] : []);
  };
}

async function forced(event, wanted, before, put, say) {
  const answer = await put({ ...wanted, from: before.start, force: "1" });
  if (!answer.ok) return say(answer.sentence, "bad");
  place(event, wanted);
  event.setExtendedProp("pinned", true);
  say(answer.sentence, "good", [["Undo", () => undo(event, before, answer, put, say)]]);
}

async function undo(event, before, answer, put, say) {
  const back = answer.undo_url ? await post(answer.undo_url, {}) : await put({ ...before, force: "1", undo: "1" });
  if (back.ok) place(event, before);
  say(back.sentence, back.ok ? "good" : "bad");
}

function place(event, { start, end, all_day }) {
  event.setDates(start, end || null, { allDay: all_day === "1" });
}

function times(event) {
  return { start: WALL(event.startStr), end: event.endStr ? WALL(event.endStr) : "", all_day: event.allDay ? "1" : "" };
}

async function post(url, fields) {
  const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  try {
    const response = await fetch(url, { method: "POST", headers, body: new URLSearchParams(fields) });
    const answer = await response.json();
    return { ...answer, ok: response.ok && answer.ok };
  } catch {
    return { ok: false, sentence: "The server could not be reached. Nothing was moved; try again." };
  }
}
