// What the members of a header and of a payload mean: RFC 7519, RFC 7515, RFC 7516, RFC 9068, OpenID Connect.

const MEANINGS = {
  iss: "issuer: who made it",
  sub: "subject: whom it is about",
  aud: "audience: for whom it is meant; others must refuse it",
  exp: "expires: refused from then on",
  nbf: "not before: refused until then",
  iat: "issued at",
  jti: "id of this token, by which it can be denied",
  sid: "id of the sign-in (session) it belongs to",
  client_id: "the client it was given to",
  scope: "what the client may do",
  roles: "what the user may do, as of when it was issued",
  groups: "groups of the user, as of when it was issued",
  preferred_username: "name of the user",
  email: "e-mail address of the user",
  updated_at: "when the user’s record last changed",
  auth_time: "when the user last proved who they are",
  azp: "the party it was issued to",
  nonce: "ties it to one request to sign in",
  cnf: "the key its holder must prove to have",
};
const HEADER_MEANINGS = {
  alg: "how it is signed",
  enc: "how the content is encrypted",
  typ: "what kind of token it is",
  cty: "what is inside",
  kid: "which key: a name to look up, nothing more",
  zip: "compressed before it was encrypted",
  crit: "members that must be understood",
  jwk: "the key itself, brought along by the token",
  jku: "where to fetch the keys, says the token",
  x5u: "where to fetch the certificate, says the token",
  x5c: "a certificate, brought along by the token",
  epk: "ephemeral key of the sender",
};
const ENCRYPTED_MEANINGS = { ...HEADER_MEANINGS, alg: "how the key of the content is encrypted" };
const DJANGO_MEANINGS = {
  _auth_user_id: "the user’s primary key",
  _auth_user_backend: "the backend that knew the user",
  _auth_user_hash: "changes with the password, so that a new password ends the session",
  _session_expiry: "age in seconds, or date, at which it ends",
  _csrftoken: "CSRF secret, kept in the session",
};
const MOMENTS = new Set(["exp", "nbf", "iat", "updated_at", "auth_time"]);

/** @typedef {"payload" | "header" | "encrypted" | "django"} Place */

/** @param {string} name @param {Place} place */
export function meaning(name, place) {
  const known = {
    payload: MEANINGS,
    header: HEADER_MEANINGS,
    encrypted: ENCRYPTED_MEANINGS,
    django: DJANGO_MEANINGS,
  }[place];
  return Object.hasOwn(known, name) ? known[name] : "";
}

/** @returns {number | null} seconds since 1970, where the claim is a moment; 0 stands for none */
export function moment(name, value, place) {
  return place === "payload" && MOMENTS.has(name) && typeof value === "number" && value !== 0 ? value : null;
}

/**
 * @typedef {{state: "good" | "bad" | "open", text: string, until: number | null}} Term whether it holds at `now`
 * @param {Record<string, unknown> | null} claims
 * @param {number} now in seconds since 1970
 * @returns {Term | null} null where it says nothing of time
 */
export function term(claims, now) {
  const { exp, nbf } = claims ?? {};
  if (typeof nbf === "number" && nbf > now) return { state: "bad", text: "not valid yet", until: nbf };
  if (typeof exp !== "number") return claims ? { state: "open", text: "never expires", until: null } : null;
  if (exp <= now) return { state: "bad", text: "expired", until: exp };
  return { state: "good", text: "not expired", until: exp };
}
