// Decoded, verified, in time: three things that are told apart.
import { term } from "./claims.js";
import { element } from "./dom.js";
import { countdown } from "./show_sections.js";

const badge = (state, ...text) => element("p", { class: `badge verdict-${state}` }, ...text);

/**
 * @param {import("./inspection.js").Inspection} inspection
 * @param {import("./verify.js").Verdict | null} verdict
 * @param {number} [now] in seconds since 1970
 * @returns {HTMLElement[]}
 */
export function showBadges({ claims }, verdict, now = Date.now() / 1000) {
  const badges = [badge("good", "decoded")];
  if (verdict) badges.push(badge(verdict.state, verdict.text));
  const holds = term(claims, now);
  if (holds) badges.push(badge(holds.state, holds.text));
  return badges;
}

/** Apart from the badges, which are announced: a countdown must not be, each second. */
export function showTerm({ claims }, now = Date.now() / 1000) {
  const holds = term(claims, now);
  if (!holds?.until) return [];
  const verb = holds.text === "not valid yet" ? "Valid " : holds.state === "bad" ? "Expired " : "Expires ";
  return [verb, countdown(holds.until), "."];
}

/**
 * @param {string} text what was pasted
 * @param {import("./fault.js").Fault} fault
 * @returns {(Node | string)[]} the message, and the place
 */
export function showFault(text, { message, at }) {
  if (at === null || !text) return [message];
  const before = text.slice(Math.max(0, at - 24), at);
  const after = text.slice(at + 1, at + 25);
  const place = element(
    "code",
    { class: "place" },
    at > 24 ? `…${before}` : before,
    element("mark", {}, text[at] ?? "end"),
    at + 25 < text.length ? `${after}…` : after,
  );
  return [message, element("span", { class: "where" }, ` At character ${at + 1}: `, place)];
}
