// Messages at the top can be put away; focus goes back to the page so that the keyboard is not lost.
export function dismissible() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (!button) return;
    button.closest("[data-dismissible]").remove();
    document.getElementById("content")?.focus({ preventScroll: true });
  });
}
