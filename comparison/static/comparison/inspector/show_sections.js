// What was decoded, row by row, and what is weak about it.
import { element } from "./dom.js";
import { ago, calendar } from "./moments.js";

const LEVELS = { serious: "Serious", caution: "Caution", note: "Note" };

/** @param {import("./inspection.js").Section} section @returns {HTMLElement} */
export function showSection({ role, title, rows, text, note }) {
  const box = element("section", { class: `decoded role-${role}` }, element("h3", {}, title));
  if (note) box.append(element("p", { class: "muted" }, note));
  if (rows.length) box.append(table(title, rows));
  if (text) box.append(raw(title, text));
  return box;
}

function table(title, rows) {
  const body = element("tbody", {}, ...rows.map(row));
  const head = ["Member", "Value", "Meaning"].map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    {},
    element("caption", { class: "visually-hidden" }, title),
    element("thead", { class: "visually-hidden" }, element("tr", {}, ...head)),
    body,
  );
}

function row({ id, name, value, meaning, moment }) {
  const button = element("button", { type: "button", class: "member" }, name);
  return element(
    "tr",
    { "data-run": id },
    element("th", { scope: "row" }, button),
    element("td", { class: "value" }, element("code", {}, value)),
    element("td", { class: "meaning" }, meaning, ...(moment === null ? [] : when(moment, Boolean(meaning)))),
  );
}

function when(moment, isAfterWords) {
  const date = calendar(moment);
  if (date === null) return [element("span", { class: "when" }, ago(moment))];
  const time = element("time", { datetime: new Date(moment * 1000).toISOString() }, date);
  return [element("span", { class: isAfterWords ? "when" : "" }, time, ", ", countdown(moment))];
}

/** Kept up to date by `tick`. */
export const countdown = (moment) => element("span", { class: "countdown", "data-moment": moment }, ago(moment));

/** @param {ParentNode} root */
export function tick(root) {
  for (const each of root.querySelectorAll("[data-moment]")) each.textContent = ago(Number(each.dataset.moment));
}

function raw(title, text) {
  return element(
    "details",
    {},
    element("summary", {}, "As JSON"),
    element("pre", { class: "code wrap", tabindex: 0, role: "region", "aria-label": `${title} as JSON` }, pretty(text)),
  );
}

const pretty = (text) => JSON.stringify(JSON.parse(text), null, 2);

/** @param {import("./inspection.js").Weakness[]} weaknesses the most serious first @returns {HTMLElement[]} */
export function showWeaknesses(weaknesses) {
  if (!weaknesses.length) return [element("p", { class: "verdict-good" }, "None of those that this page looks for.")];
  const order = Object.keys(LEVELS);
  const sorted = weaknesses.toSorted((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
  return [element("ul", { class: "weaknesses" }, ...sorted.map(weakness))];
}

function weakness({ level, title, why }) {
  return element(
    "li",
    { class: `weakness level-${level}` },
    element("span", { class: "level" }, LEVELS[level]),
    element("strong", {}, title),
    element("p", { class: "muted" }, why),
  );
}
