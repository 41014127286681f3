// <form data-filters method="get">: submits itself on change; the address stays short because empty fields leave it.
// data-filters-keep="view date" names what else stays in the address.
export function selfSubmitting() {
  document.querySelectorAll("form[data-filters]").forEach((form) => {
    form.querySelectorAll("[data-filters-submit]").forEach((button) => { button.hidden = true; });
    form.addEventListener("change", () => { location.assign(addressOf(form)); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.assign(addressOf(form));
    });
  });
}

function addressOf(form) {
  const kept = [...new FormData(form)].filter(([, value]) => value !== "");
  const named = new Set(form.dataset.filtersKeep?.split(" "));
  kept.push(...[...new URLSearchParams(location.search)].filter(([name]) => named.has(name)));
  const query = new URLSearchParams(kept).toString();
  const address = form.getAttribute("action") || location.pathname;
  return query ? `${address}?${query}` : address;
}
