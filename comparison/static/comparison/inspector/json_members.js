// A JSON object, and where in its text each member stands.
import { Fault } from "./fault.js";

/** @typedef {{name: string, value: unknown, start: number, end: number}} Member */

/**
 * @param {string} text
 * @param {string} what what it is called in a message
 * @returns {Record<string, unknown>}
 * @throws {Fault} with the place in the text, where the browser tells it
 */
export function parseObject(text, what) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const found = /position (\d+)/.exec(error.message);
    throw new Fault(`${what} is not JSON: ${error.message}.`, found ? Number(found[1]) : null);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new Fault(`${what} is JSON, but not an object: it must begin with { and end with }.`);
  }
  return value;
}

/**
 * The members of the outermost object, each as often as it stands there.
 *
 * @param {string} text a JSON object
 * @returns {Member[]}
 */
export function members(text) {
  const found = [];
  let depth = 0;
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (depth === 1 && start < 0 && character === '"') start = at;
    if (character === '"') at = endOfString(text, at);
    else if ("{[".includes(character)) depth += 1;
    else if ("}]".includes(character)) depth -= 1;
    if (start >= 0 && ((character === "," && depth === 1) || depth === 0)) {
      found.push(member(text, start, at));
      start = -1;
    }
  }
  return found;
}

/** @returns {number} the place of the closing quote */
function endOfString(text, at) {
  for (at += 1; text[at] !== '"'; at += 1) if (text[at] === "\\") at += 1;
  return at;
}

function member(text, start, end) {
  const source = text.slice(start, end).trimEnd();
  const [name, value] = Object.entries(JSON.parse(`{${source}}`))[0];
  return { name, value, start, end: start + source.length };
}

/** @param {Member[]} found */
export function duplicates(found) {
  const names = found.map(({ name }) => name);
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}
