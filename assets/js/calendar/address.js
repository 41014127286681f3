// The address carries view, date and filters, so that a look can be shared and the back button works.
export function address() {
  const { view, date, ...filters } = Object.fromEntries(new URLSearchParams(location.search));
  return { view, date: /^\d{4}-\d{2}-\d{2}$/.test(date ?? "") ? date : undefined, filters };
}

export function remember(view, start) {
  const query = new URLSearchParams(location.search);
  query.set("view", view);
  query.set("date", start.toISOString().slice(0, 10));
  history.replaceState(null, "", `${location.pathname}?${query}`);
}
