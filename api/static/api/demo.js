// The reference single-page app: what it shows is what went over the wire, and never a token.
import { AuthClient, AuthError } from "./auth-client.js";

const REFRESH = "/api/token/refresh/";
const MOST_GROUPS = 12;
const auth = new AuthClient();
const find = (id) => document.getElementById(id);
const [form, signedOut, signedIn, who, problem, log] =
  ["sign-in", "signed-out", "signed-in", "who", "problem", "calls"].map(find);

/** Each press of a button opens a group in the log; the browser itself tells which calls were made. */
class Group {
  #calls = [];
  #line = find("group").content.cloneNode(true).firstElementChild;

  constructor(title) {
    this.since = performance.now();
    this.#line.querySelector("h3").textContent = title;
    log.prepend(this.#line);
    if (log.children.length > MOST_GROUPS) log.lastElementChild.remove();
    find("no-calls").hidden = true;
  }

  add({ name, duration, responseStatus }) {
    const { pathname } = new URL(name);
    const row = find("call").content.cloneNode(true).firstElementChild;
    const [path, status, took] = row.children;
    path.firstElementChild.textContent = pathname;
    status.textContent = responseStatus || "no answer";
    took.textContent = duration.toFixed(0);
    this.#line.querySelector("tbody").append(row);
    this.#calls.push(pathname);
    this.#line.querySelector("p").textContent = this.#summary();
  }

  #summary() {
    const refreshes = this.#calls.filter((path) => path === REFRESH).length;
    const others = this.#calls.length - refreshes;
    return `${count(others, "call")}, ${count(refreshes, "refresh", "refreshes")}`;
  }
}

const count = (number, one, several = `${one}s`) => `${number} ${number === 1 ? one : several}`;

const groups = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!new URL(entry.name).pathname.startsWith("/api/")) continue;
    groups.findLast((group) => group.since <= entry.startTime)?.add(entry);
  }
}).observe({ type: "resource" });

/** Does what a button says, and says what went wrong. */
async function act(title, action) {
  groups.push(new Group(title));
  problem.hidden = true;
  try {
    await action();
  } catch (error) {
    problem.querySelector("p").textContent = explain(error);
    problem.hidden = false;
  }
}

function explain(error) {
  if (!(error instanceof AuthError)) return "The call did not reach the server. You are still signed in; try again.";
  const wait = error.retryAfter ? ` Try again in ${count(error.retryAfter, "second")}.` : "";
  return error.message + wait;
}

async function me() {
  const answer = await auth.fetch("/api/me/");
  if (answer.ok) who.textContent = (await answer.json()).username;
}

const ACTIONS = {
  "who-am-i": me,
  "thrown-away": async () => {
    auth.discard();
    await me();
  },
  "five-at-once": async () => {
    auth.discard();
    await Promise.all(Array.from({ length: 5 }, me));
  },
  "sign-out": () => auth.signOut(),
};

for (const [id, action] of Object.entries(ACTIONS)) {
  find(id).addEventListener("click", ({ target }) => act(target.textContent.trim(), action));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  act("Sign in", async () => {
    await auth.signIn(Object.fromEntries(new FormData(form)));
    form.reset();
  });
});

auth.onChange((isSignedIn) => {
  const hadFocus = document.activeElement !== document.body;
  show(isSignedIn);
  // Where the button was that had the focus, there is nothing now.
  if (hadFocus) (isSignedIn ? find("signed-in-title") : form.elements.username).focus();
  if (isSignedIn) act("Signed in: who is it?", me);
});

function show(isSignedIn) {
  signedIn.hidden = !isSignedIn;
  signedOut.hidden = isSignedIn;
}

await act("Open the page: does the cookie still hold?", () => auth.restore());
find("looking").hidden = true;
if (!auth.signedIn) show(false);
