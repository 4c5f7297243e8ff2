// The credential in its colours. Each stretch belongs to a row of what was decoded, and shows which.
import { element } from "./dom.js";

/**
 * @param {import("./inspection.js").Inspection} inspection
 * @returns {HTMLElement}
 */
export function showParts({ text, parts, title }) {
  const box = element("div", { class: "bytes", role: "toolbar", "aria-label": `${title}, by its parts` });
  let at = 0;
  for (const part of parts) {
    if (part.start > at) box.append(element("span", { class: "between" }, text.slice(at, part.start)));
    box.append(colored(part, text));
    at = part.end;
  }
  box.append(text.slice(at));
  rove(box);
  return box;
}

function colored(part, text) {
  const whole = element("span", { class: `part role-${part.role}` });
  let at = part.start;
  for (const run of part.runs) {
    whole.append(text.slice(at, run.start), stretch(run, part, text));
    at = run.end;
  }
  whole.append(text.slice(at, part.end));
  return whole;
}

function stretch({ id, label, start, end }, part, text) {
  const where = label === part.name ? label : `${label}, in the ${part.name.toLowerCase()}`;
  const attributes = { class: "run", role: "button", tabindex: -1, "data-run": id, "aria-label": where, title: label };
  return element("span", attributes, text.slice(start, end));
}

/** One stop for the Tab key; the arrow keys go from stretch to stretch (the toolbar pattern of WAI-ARIA). */
function rove(box) {
  const runs = [...box.querySelectorAll(".run")];
  runs[0]?.setAttribute("tabindex", "0");
  box.addEventListener("focusin", (event) => {
    runs.forEach((run) => run.setAttribute("tabindex", run === event.target ? "0" : "-1"));
  });
  box.addEventListener("keydown", (event) => {
    const at = runs.indexOf(event.target);
    const next = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: runs.length - 1,
    }[event.key];
    if (at < 0 || !runs[next]) return;
    event.preventDefault();
    runs[next].focus();
  });
}

/**
 * Whatever has the pointer or the focus lights up with its counterpart; a click or Enter goes there.
 *
 * @param {HTMLElement} root holds both the parts and the rows
 */
export function link(root) {
  const runOf = (event) => event.target.closest?.("[data-run]")?.dataset.run ?? null;
  const light = (id) =>
    root.querySelectorAll("[data-run]").forEach((each) => each.classList.toggle("is-lit", each.dataset.run === id));
  root.addEventListener("pointerover", (event) => light(runOf(event)));
  root.addEventListener("pointerleave", () => light(null));
  root.addEventListener("focusin", (event) => light(runOf(event)));
  root.addEventListener("focusout", () => light(null));
  const cross = (event) => {
    const id = runOf(event);
    const target =
      id &&
      [...root.querySelectorAll(event.target.closest(".run") ? ".member" : ".run")].find((each) =>
        counterpart(each, id),
      );
    target?.focus();
  };
  root.addEventListener("click", cross);
  root.addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".run") || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    cross(event);
  });
}

const counterpart = (each, id) => each.closest("[data-run]").dataset.run === id;
