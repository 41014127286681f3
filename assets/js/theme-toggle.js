// The reader's light or dark, kept in this browser only.
export function themeToggle() {
  document.querySelectorAll("[data-theme-toggle]").forEach((button) => {
    button.addEventListener("click", () => choose(document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark"));
  });
  label();
}

function choose(theme) {
  document.documentElement.dataset.bsTheme = theme;
  try { localStorage.setItem("planner-theme", theme); } catch { /* private windows may refuse: the page still changes */ }
  label();
}

function label() {
  const dark = document.documentElement.dataset.bsTheme === "dark";
  document.querySelectorAll("[data-theme-toggle]").forEach((button) => {
    button.setAttribute("aria-label", dark ? "Use light colours" : "Use dark colours");
  });
}
