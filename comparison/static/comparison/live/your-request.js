// What a page cost is known when it has been sent. The browser was told so in `Server-Timing`; where it keeps that from
// scripts, what the server knew while it made the page stays.

/** @param {string} name @param {string} words */
function tell(name, words) {
  const place = document.querySelector(`#your-request [data-cost="${name}"]`);
  if (place) place.textContent = words;
}

const [navigation] = performance.getEntriesByType("navigation");
const told = Object.fromEntries((navigation?.serverTiming ?? []).map((metric) => [metric.name, metric]));
if (told.auth && told.sql && told.cache && told.total) {
  tell("sql", told.sql.description || "0");
  tell("cache", told.cache.description || "0");
  tell("auth", Math.round(told.auth.duration * 1000).toLocaleString("en"));
}
