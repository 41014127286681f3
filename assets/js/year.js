// The year page works on its own; this keeps the present week in sight on a narrow screen.
const now = document.querySelector("[data-week-now]");
if (now && !location.hash && matchMedia("(max-width: 40rem)").matches) now.scrollIntoView({ block: "nearest", inline: "center" });
