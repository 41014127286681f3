// Runs before the first paint: the reader's choice, else the system's. Blocking on purpose: a flash of white hurts at night.
const system = matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try { return localStorage.getItem("planner-theme"); } catch { return null; }
}

function show() {
  const chosen = stored();
  const dark = chosen ? chosen === "dark" : system.matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
}

show();
system.addEventListener("change", show);
window.addEventListener("storage", show);
