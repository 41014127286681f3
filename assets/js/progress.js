// <div data-progress-url data-done-url>: asks for {done, total, sentence, state} until finished, then goes to the result.
// With data-live-url, the page's [data-live] is fetched anew from there whenever the answer's `version` is another.
const PAUSE = 700;

export function watchProgress(box) {
  poll(box, 0);
}

async function poll(box, failures) {
  const answer = await ask(box.dataset.progressUrl);
  if (!answer) return again(box, failures + 1);
  show(box, answer);
  if (box.dataset.liveUrl && answer.version != null) await refresh(box, String(answer.version));
  if (answer.state === "done") return location.assign(answer.url ?? box.dataset.doneUrl);
  if (answer.state === "failed") return fail(box, answer.sentence);
  return again(box, 0);
}

async function ask(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function again(box, failures) {
  if (failures >= 20) return fail(box, "The server has stopped answering. Reload the page to see how far it got.");
  setTimeout(() => poll(box, failures), PAUSE * (1 + Math.min(failures, 5)));
}

function show(box, { done, total, sentence }) {
  const bar = box.querySelector("progress");
  if (total) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
  const words = box.querySelector("[data-progress-sentence]");
  if (sentence && words.textContent !== sentence) words.textContent = sentence;
}

async function refresh(box, version) {
  if (box.dataset.seen === version) return;
  const place = document.querySelector("[data-live]");
  const response = await fetch(box.dataset.liveUrl, { cache: "no-store" }).catch(() => null);
  if (!response?.ok || !place) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  place.replaceChildren(...page.body.childNodes);
  box.dataset.seen = version;
  document.querySelectorAll("[data-when-found]").forEach((one) => { one.hidden = false; });
}

function fail(box, sentence) {
  box.querySelector("[data-progress-sentence]").textContent = sentence;
  box.classList.add("progress-box-failed");
  box.querySelector("progress").hidden = true;
}
