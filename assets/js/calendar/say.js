// One line above the calendar that says what happened and offers what can be done about it.
export function speaker(box) {
  const line = box.querySelector("[data-calendar-say]");
  const text = line.querySelector("[data-calendar-sentence]");
  const acts = line.querySelector("[data-calendar-acts]");
  const hide = () => { line.hidden = true; };
  line.querySelector("[data-calendar-close]").addEventListener("click", hide);
  return function say(sentence, tone = "good", buttons = []) {
    line.hidden = false;
    line.className = `notice notice-${tone}`;
    text.textContent = sentence;
    acts.replaceChildren(...buttons.map(([label, act]) => button(label, () => { hide(); act(); })));
  };
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
