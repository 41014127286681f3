// <button data-copy="text"> or <button data-copy-from="#id">: says what happened in the button and to screen readers.
export function copyButtons() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (button) say(button, await copy(textOf(button)));
  });
}

function textOf(button) {
  if (button.dataset.copy) return button.dataset.copy;
  const source = document.querySelector(button.dataset.copyFrom);
  return source?.value ?? source?.textContent.trim() ?? "";
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // plain http on another host has no clipboard: the reader copies by hand
  }
}

function say(button, done) {
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = label.textContent;
  label.textContent = done ? "Copied" : "Select it and copy by hand";
  setTimeout(() => { label.textContent = before; }, 2500);
}
