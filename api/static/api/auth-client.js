/**
 * Stay signed in as a single-page app, by the hybrid transport: the refresh token travels in a cookie that no script can
 * read, the access token lives in this object and nowhere else. No dependencies. Documented in docs/auth-client.md.
 *
 *     import { AuthClient, AuthError } from "./auth-client.js";
 *     const auth = new AuthClient();
 *     if (!(await auth.restore())) await auth.signIn({ username, password });
 *     const answer = await auth.fetch("/api/me/");
 */

// An access token is replaced this long before it expires, or in its last fifth where it lives shorter. Milliseconds.
const AHEAD = 30_000;
// Less than the server's REFRESH_GRACE: when an answer was lost, there is time left to ask again. Milliseconds.
const PATIENCE = 8_000;
// What other tabs are told. The whole message: no token, no name.
const SIGNED_IN = "signed-in";
const SIGNED_OUT = "signed-out";

/** Why a call of AuthClient could not do what it is there for. `code` is the server's, or one of those listed here. */
export class AuthError extends Error {
  name = "AuthError";

  /**
   * @param {string} code `signed_out`, `changed`, `network`, `unavailable`, `unexpected`, `not_replayed`, or what the server
   *   said: `wrong_password`, `throttled`, `invalid`, `csrf`
   * @param {string} message for people
   * @param {{status?: number, retryAfter?: number | null, cause?: unknown}} [evidence] `status` is 0 where no answer
   *   came; `retryAfter` is in seconds
   */
  constructor(code, message, { status = 0, retryAfter = null, cause } = {}) {
    super(message, { cause });
    Object.assign(this, { code, status, retryAfter });
  }
}

export class AuthClient {
  /** @type {{token: string, sid: string, lifetime: number, expiresAt: number} | null} times in ms, by performance.now() */
  #access = null;
  /** The sign-in to which the last access token belonged: no secret. */
  #sid;
  /** @type {boolean | null} null until somebody has asked */
  #signedIn = null;
  /** Counts sign-ins and sign-outs: what began under one of them is neither kept nor sent under another. */
  #generation = 0;
  /** The refresh under way. @type {Promise<object | null> | null} */
  #renewal = null;
  #listeners = new Set();
  #leaving = new AbortController();
  #url;
  #channel;

  /** @param {{url?: string}} [options] where the token endpoints are; of this origin, as the cookie is */
  constructor({ url = "/api/token/" } = {}) {
    this.#url = new URL(url, location.href);
    if (this.#url.origin !== location.origin) throw new TypeError("The token endpoints must be of this page's origin.");
    this.#listen(this.#leaving.signal);
  }

  /** @returns {boolean | null} null until restore(), signIn() or fetch() has found out */
  get signedIn() {
    return this.#signedIn;
  }

  /**
   * @param {{username: string, password: string}} credentials
   * @throws {AuthError} `wrong_password`, `throttled` with `retryAfter`, `invalid`, `unavailable`, `network`
   */
  async signIn({ username, password }) {
    await this.#alone(async () => {
      const access = await this.#obtain("", { username, password, transport: "cookie" });
      this.#turn(access);
      this.#channel?.postMessage(SIGNED_IN);
    });
    this.#settle(true);
  }

  /**
   * Ends the sign-in on the server, for every tab. Whoever cannot reach the server stays signed in, and is told so: the
   * cookie would sign them in again.
   *
   * @throws {AuthError} `unavailable`, `network`
   */
  async signOut() {
    await this.#alone(async () => {
      try {
        await this.#post("blacklist/", {});
      } catch (error) {
        if (!isOver(error)) throw error;
      }
      this.#channel?.postMessage(SIGNED_OUT);
      this.#end();
    });
  }

  /**
   * After a reload, or in a new tab: signed in again if the cookie still holds.
   *
   * @returns {Promise<boolean>} whether somebody is signed in
   * @throws {AuthError} where that cannot be found out now: `unavailable`, `network`
   */
  async restore() {
    if (this.#remaining() > 0) return true;
    try {
      await this.#renew();
    } catch (error) {
      if (!isOver(error)) throw error;
    }
    return this.#signedIn === true;
  }

  /**
   * The browser's fetch, with the access token. It is added for URLs of this origin alone; any other is called without.
   * A token that is about to expire is replaced first; where the server refuses it, it is replaced and the call sent
   * once more. A body given as a ReadableStream can be read only once, so such a call is not sent again.
   *
   * @param {RequestInfo | URL} input
   * @param {RequestInit} [init]
   * @returns {Promise<Response>} any answer, a refusal too
   * @throws {AuthError} `signed_out`; `changed` where somebody signed in or out after the call had begun; `not_replayed`;
   *   `unavailable` and `network` where no new token could be had
   * @throws {DOMException | TypeError} as the browser's fetch does, for the call itself
   */
  async fetch(input, init) {
    const once = init?.body instanceof ReadableStream;
    const again = input instanceof Request && !once ? input.clone() : input;
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin) return fetch(request);

    const generation = this.#generation;
    const token = await this.#token(request.signal, generation);
    const response = await send(request, token);
    if (!isRefused(response)) return response;

    response.body?.cancel();
    if (this.#access?.token === token) this.#access = null; // or a parallel call has replaced it already
    const next = await this.#token(request.signal, generation);
    if (once) throw new AuthError("not_replayed", "A stream is read only once: send it anew.", { status: 401 });
    return send(new Request(again, init), next);
  }

  /** Throws the access token away: the next call brings a new one, as when the user's roles have changed. */
  discard() {
    this.#access = null;
  }

  /**
   * @param {(signedIn: boolean) => void} callback called when it changes, and with true when another tab has signed in:
   *   that may be somebody else
   * @returns {() => void} call it to hear no more
   */
  onChange(callback) {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** Lets go of the page: hears and tells nothing more. Signs nobody out. */
  close() {
    this.#leaving.abort();
    this.#channel?.close();
    this.#listeners.clear();
    this.#access = null;
  }

  #listen(signal) {
    if ("BroadcastChannel" in globalThis) {
      this.#channel = new BroadcastChannel(`auth-client:${this.#url.pathname}`);
      this.#channel.addEventListener("message", ({ data }) => (data === SIGNED_OUT ? this.#end() : this.#reconsider()));
    } else {
      const returned = () => document.visibilityState === "visible" && this.#signedIn && this.#reconsider();
      document.addEventListener("visibilitychange", returned, { signal });
    }
    // A page taken out of the back/forward cache has heard nothing while it lay there.
    addEventListener("pageshow", (event) => event.persisted && this.#reconsider(), { signal });
  }

  /** Something happened elsewhere: asks the cookie who is signed in now. */
  #reconsider() {
    this.#turn();
    this.#signedIn = null;
    this.restore().catch(() => {}); // cannot be found out now: the next call asks again
  }

  #end() {
    this.#turn();
    this.#settle(false);
  }

  #turn(access = null) {
    this.#generation += 1;
    this.#renewal = null;
    this.#hold(access);
  }

  #hold(access) {
    this.#access = access;
    this.#sid = access?.sid;
  }

  #settle(signedIn) {
    if (this.#signedIn === signedIn) return;
    this.#signedIn = signedIn;
    for (const callback of this.#listeners) queueMicrotask(() => callback(signedIn));
  }

  /** A token that holds for now, of the sign-in under which the call began. */
  async #token(signal, generation) {
    signal.throwIfAborted();
    if (this.#signedIn === false) throw signedOut();
    if (generation !== this.#generation) throw changed();
    let access = this.#access;
    if (access && this.#remaining() > Math.min(AHEAD, access.lifetime / 5)) return access.token;
    try {
      access = await within(signal, this.#renew());
    } catch (error) {
      // The server is away for the moment, and the token in hand still good.
      if (!(error instanceof AuthError) || isOver(error) || this.#remaining() <= 0) throw error;
    }
    if (generation !== this.#generation) throw this.#signedIn === false ? signedOut() : changed();
    return access.token;
  }

  #remaining() {
    return this.#access ? this.#access.expiresAt - performance.now() : 0;
  }

  /** However many calls need a new token: one refresh for all of them. */
  #renew() {
    if (!this.#renewal) {
      const generation = this.#generation;
      const renewal = this.#alone(() => this.#refresh(generation)).finally(() => {
        if (this.#renewal === renewal) this.#renewal = null;
      });
      this.#renewal = renewal;
    }
    return this.#renewal;
  }

  async #refresh(generation) {
    if (generation !== this.#generation) return null; // changed while waiting for its turn
    try {
      const access = await this.#obtain("refresh/", {});
      if (generation === this.#generation) this.#take(access);
      return access;
    } catch (error) {
      if (!isOver(error)) throw error;
      if (generation === this.#generation) this.#end();
      throw signedOut(error);
    }
  }

  /** The cookie is shared: where another tab has signed in, a refresh brings a token of that sign-in. */
  #take(access) {
    if (this.#sid && access.sid && access.sid !== this.#sid) {
      this.#turn(access);
      this.#signedIn = null;
    }
    this.#hold(access);
    this.#settle(true);
  }

  /**
   * Whatever changes the cookie is done by one tab at a time, or an answer that comes late could put back an older one.
   * Where the browser has no locks, the server's grace for simultaneous refreshes keeps everybody signed in.
   */
  #alone(act) {
    return navigator.locks ? navigator.locks.request(`auth-client:${this.#url.pathname}`, act) : act();
  }

  /** The lifetime counts from before the request left, by a clock that nobody sets: it can only come out too short. */
  async #obtain(path, body) {
    const sentAt = performance.now();
    const { access: token } = await this.#post(path, body);
    if (typeof token !== "string") throw new AuthError("unexpected", "The answer holds no access token.");
    const { sid, lifetime } = read(token);
    return { token, sid, lifetime, expiresAt: sentAt + lifetime };
  }

  async #post(path, body) {
    const request = new Request(new URL(path, this.#url), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Requested-With": "auth-client" },
      body: JSON.stringify(body),
      cache: "no-store",
      redirect: "error",
      keepalive: true, // or the next cookie would be lost with a page that is left meanwhile
      signal: AbortSignal.timeout(PATIENCE),
    });
    let response, data;
    try {
      response = await fetch(request);
      data = await response.json();
    } catch (cause) {
      // An error page of a proxy is no JSON, yet an answer.
      if (!(cause instanceof SyntaxError)) throw new AuthError("network", "The server cannot be reached.", { cause });
    }
    if (!response.ok) throw refusal(response, data);
    if (!data) throw new AuthError("unexpected", "The server answered something else.", { status: response.status });
    return data;
  }
}

function refusal({ status, headers }, data) {
  const code = data?.code ?? (status >= 500 ? "unavailable" : "unexpected");
  const seconds = Number.parseInt(headers.get("Retry-After"), 10);
  const retryAfter = Number.isNaN(seconds) ? null : seconds;
  return new AuthError(code, data?.detail ?? `The server answered ${status}.`, { status, retryAfter });
}

/** The server knows the cookie's sign-in no more, or there is none. Any other failure leaves everybody signed in. */
function isOver(error) {
  return error.code === "signed_out" || (error.status === 401 && error.code === "not_authenticated");
}

function signedOut(cause) {
  return new AuthError("signed_out", "You are not signed in.", { status: 401, cause });
}

function changed() {
  return new AuthError("changed", "Somebody has signed in or out meanwhile.");
}

function send(request, token) {
  request.headers.set("Authorization", `Bearer ${token}`);
  return fetch(request);
}

/** The token was refused (RFC 6750 section 3); a 401 without this challenge is about something else, as a password. */
function isRefused(response) {
  return response.status === 401 && /^bearer\b/i.test(response.headers.get("WWW-Authenticate") ?? "");
}

/** The lifetime in milliseconds. An encrypted token does not say: then the server's refusal tells that it is over. */
function read(token) {
  try {
    const { sid, exp, iat } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
    return { sid, lifetime: exp > iat ? (exp - iat) * 1000 : Infinity };
  } catch {
    return { sid: undefined, lifetime: Infinity };
  }
}

/** Whoever waits may give up; the others go on waiting for the same. */
function within(signal, promise) {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}
