// <form data-post-when-open>: a message counts as read once its page is open. Without scripts the button says so.
export function postWhenOpen() {
  document.querySelectorAll("form[data-post-when-open]").forEach(async (form) => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (answer?.ok) { form.hidden = true; countDown(); }
  });
}

function countDown() {
  document.querySelectorAll("[data-unread]").forEach((badge) => {
    const left = Number(badge.dataset.unread) - 1;
    badge.dataset.unread = left;
    badge.textContent = left;
    badge.hidden = left < 1;
  });
}
