// Follows a run: its events come as they happen, each with the number by which the browser resumes after a break. At
// the end the page's own finished form takes the place of what was shown meanwhile.

import "./exchange-views.js";

const run = document.getElementById("run");
const phases = document.getElementById("phases");
if (run?.dataset.events) follow(run.dataset.events);

/** @param {string} address */
function follow(address) {
  // What already stands on the page is not asked for again.
  const source = new EventSource(`${address}?after=${run.dataset.after}`);
  const hear = (kind, act) => source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  hear("queued", ({ position }) => say(position ? `${position} run${position > 1 ? "s" : ""} before this one.` : "About to begin."));
  hear("waiting", () => say("Waiting for a measurement that was started elsewhere on this server."));
  hear("run_started", () => say("Starting the servers of this run."));
  hear("experiment_started", begin);
  hear("experiment_finished", ({ experiment }) => finish(experiment));
  hear("doing", ({ title, lane, what }) => say([hasSteps() ? title : "", lane, what].filter(Boolean).join(": ")));
  hear("phase_started", ({ phase }) => phases && shown(phase));
  hear("exchanged", show);
  hear("ended", () => {
    source.close();
    conclude();
  });
}

/** @param {string} words */
function say(words) {
  const doing = document.getElementById("doing");
  if (doing && doing.textContent !== words) doing.textContent = words;
}

function begin({ experiment, title }) {
  step(experiment)?.setAttribute("aria-current", "step");
  if (hasSteps()) say(title);
}

/** Whether this is a run of several experiments. */
function hasSteps() {
  return document.querySelector(".steps") !== null;
}

/** @param {string} experiment */
function finish(experiment) {
  step(experiment)?.removeAttribute("aria-current");
  step(experiment)?.classList.add("is-done");
  const bar = document.querySelector(".under-way progress");
  if (bar?.hasAttribute("max")) bar.value = document.querySelectorAll(".steps .is-done").length;
}

/** @param {string} experiment */
function step(experiment) {
  return document.querySelector(`.steps [data-experiment="${CSS.escape(experiment)}"]`);
}

/** The phase of that name, made where this is the first of it. @param {string} name */
function shown(name) {
  const found = phases.querySelector(`[data-phase="${CSS.escape(name)}"]`);
  if (found) return found;
  phases.querySelector(".empty")?.remove();
  const made = document.getElementById("phase").content.firstElementChild.cloneNode(true);
  made.dataset.phase = name;
  made.querySelector("h3").textContent = name;
  phases.append(made);
  return made;
}

/** One row, as the server drew it. */
function show({ lane, is_varied, phase, html }) {
  const cell = phases && shown(phase).querySelector(`[data-lane="${CSS.escape(lane)}"]`);
  cell?.querySelector(is_varied ? ".varied" : ".own").insertAdjacentHTML("beforeend", html);
}

async function conclude() {
  say("Done.");
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const finished = page.getElementById("run");
  if (!finished || finished.dataset.events) return location.reload();
  const before = [...run.querySelectorAll(".exchange")];
  const open = before.map((row) => row.open);
  const reading = before.findIndex((row) => row.contains(document.activeElement));
  run.replaceWith(document.importNode(finished, true));
  const after = [...document.querySelectorAll(".exchange")];
  after.forEach((row, place) => (row.open = open[place] ?? false));
  // Whoever is reading a row stays there.
  const place = after[reading]?.querySelector("summary") ?? document.getElementById("finding");
  place?.focus({ preventScroll: reading >= 0 });
}
