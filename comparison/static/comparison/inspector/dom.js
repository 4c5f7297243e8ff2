/**
 * @param {string} tag
 * @param {Record<string, string | boolean | number>} [attributes] `true` sets it empty, `false` leaves it out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** @param {string} id @returns {HTMLElement} */
export const find = (id) => document.getElementById(id);

/** A button that copies what `text` gives, and says so for a moment. */
export function copyButton(text, what) {
  const button = element("button", { type: "button", class: "button button-quiet button-small" }, "Copy");
  button.append(element("span", { class: "visually-hidden" }, ` ${what}`));
  button.addEventListener("click", async () => {
    const label = button.firstChild;
    try {
      await navigator.clipboard.writeText(text());
      label.data = "Copied";
    } catch {
      label.data = "Not allowed";
    }
    setTimeout(() => (label.data = "Copy"), 2_000);
  });
  return button;
}
