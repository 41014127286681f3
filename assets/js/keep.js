// <form data-keep="name">: what is typed stays in this browser until it is saved, through a lost connection, an expired session or a closed tab.
// A page that says data-keep-done="name other" has these in writing. Secrets (hidden fields, passwords, files) are never kept.
const PREFIX = "planner.keep.";
const LASTS = 7 * 24 * 3600 * 1000;

export function keepTyping() {
  const done = document.querySelector("[data-keep-done]")?.dataset.keepDone ?? "";
  done.split(" ").filter(Boolean).forEach((name) => store((box) => box.removeItem(PREFIX + name)));
  document.querySelectorAll("form[data-keep]").forEach(watch);
}

function store(act) {
  try { return act(window.localStorage); } catch { return undefined; } // private windows may refuse
}

function fields(form) {
  return [...form.elements].filter((one) => one.name && !["hidden", "password", "file", "submit", "button"].includes(one.type));
}

function values(form) {
  return fields(form).map((one) => [one.name, one.value, ["checkbox", "radio"].includes(one.type) ? one.checked : null]);
}

function watch(form) {
  const key = PREFIX + form.dataset.keep;
  const fresh = JSON.stringify(values(form));
  if (!form.querySelector(".is-invalid, .field-error")) restore(form, key);
  form.addEventListener("input", () => {
    const now = JSON.stringify(values(form));
    store((box) => (now === fresh ? box.removeItem(key) : box.setItem(key, JSON.stringify({ at: Date.now(), values: JSON.parse(now) }))));
  });
}

function restore(form, key) {
  const kept = JSON.parse(store((box) => box.getItem(key)) || "null");
  if (!kept || Date.now() - kept.at > LASTS) return;
  for (const [name, value, checked] of kept.values) {
    const field = fields(form).find((one) => one.name === name && (checked === null || one.value === value));
    if (!field) continue;
    if (checked !== null) field.checked = checked;
    else if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === value)) field.value = value;
    if (value && checked === null && !field.matches("select, [type=date], [type=number]")) field.closest("details")?.setAttribute("open", "");
  }
  form.querySelector("[data-keep-note]")?.removeAttribute("hidden");
}
