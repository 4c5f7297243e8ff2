// The same credential as it travels: header, cookie, command, program.

/** @typedef {{name: string, text: string}} Form */

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * @param {import("./inspection.js").Inspection} inspection
 * @param {string} url where it would be sent
 * @param {string} cookieName under which this site keeps sessions
 * @returns {Form[]}
 */
export function forms({ kind, text }, url, cookieName) {
  if (kind === "set_cookie")
    return ofCookie(text.split(";")[0].trim(), url, [{ name: "Set-Cookie", text: `Set-Cookie: ${text}` }]);
  if (kind === "cookies") return ofCookie(text, url);
  if (kind === "session_id" || kind === "django") {
    return ofCookie(`${cookieName}=${text}`, url, [
      { name: "Set-Cookie", text: `Set-Cookie: ${cookieName}=${text}; Secure; HttpOnly; SameSite=Lax; Path=/` },
    ]);
  }
  return ofToken(text, url);
}

function ofCookie(pairs, url, more = []) {
  return [
    { name: "Header", text: `Cookie: ${pairs}` },
    ...more,
    { name: "curl", text: `curl ${quoted(url)} -H ${quoted(`Cookie: ${pairs}`)}` },
    { name: "Python", text: `httpx.get(${JSON.stringify(url)}, headers={"Cookie": ${JSON.stringify(pairs)}})` },
  ];
}

function ofToken(token, url) {
  const value = `Bearer ${token}`;
  return [
    { name: "Header", text: `Authorization: ${value}` },
    { name: "Set-Cookie", text: `Set-Cookie: __Host-access=${token}; Secure; HttpOnly; SameSite=Strict; Path=/` },
    { name: "curl", text: `curl ${quoted(url)} -H ${quoted(`Authorization: ${value}`)}` },
    { name: "Python", text: `httpx.get(${JSON.stringify(url)}, headers={"Authorization": ${JSON.stringify(value)}})` },
  ];
}
