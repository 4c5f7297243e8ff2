// Moments and spans of time as people say them.

const UNITS = [
  [365.25 * 86_400, "year"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** @param {number} seconds @returns {string} with the two largest units, `4 minutes 12 seconds` */
export function span(seconds) {
  let left = Math.round(Math.abs(seconds));
  const words = [];
  for (const [size, name] of UNITS) {
    const count = Math.floor(left / size);
    left -= Math.round(count * size);
    if (count) words.push(`${count} ${name}${count === 1 ? "" : "s"}`);
    else if (words.length) break; // `1 day 3 seconds` would say more than it knows
  }
  return words.slice(0, 2).join(" ") || "0 seconds";
}

/** @param {number} moment in seconds since 1970 @param {number} [now] */
export function ago(moment, now = Date.now() / 1000) {
  if (calendar(moment) === null) return "at a time that no calendar has";
  const left = moment - now;
  return left >= 0 ? `in ${span(left)}` : `${span(left)} ago`;
}

/** @param {number} moment in seconds since 1970 @returns {string | null} null where no calendar has it */
export function calendar(moment) {
  const date = new Date(moment * 1000);
  if (Number.isNaN(date.getTime())) return null;
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
