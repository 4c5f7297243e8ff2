// The forms of one exchange (raw, pretty, curl, Python) as tabs, each with a button that copies it. Without scripts
// they stand one under the other.

let made = 0;

/** @param {string} name @param {Record<string, string>} attributes @returns {HTMLElement} */
function element(name, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

class ExchangeViews extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("[role=tablist]")) return;
    /** @type {HTMLElement[]} */
    this.views = [...this.querySelectorAll(".view")];
    this.list = element("div", { role: "tablist", "aria-label": "Forms of this exchange" });
    this.tabs = this.views.map((view) => this.tab(view));
    this.list.addEventListener("keydown", (event) => this.move(event));
    this.prepend(this.list);
    this.choose(0);
  }

  /** @param {HTMLElement} view */
  tab(view) {
    made += 1;
    const tab = element("button", { type: "button", role: "tab", id: `tab-${made}`, "aria-controls": `view-${made}` });
    tab.textContent = view.dataset.view ?? "";
    view.id = `view-${made}`;
    view.setAttribute("role", "tabpanel");
    view.setAttribute("aria-labelledby", tab.id);
    view.querySelector("h5")?.remove();
    view.append(copyButton(view));
    tab.addEventListener("click", () => this.choose(this.tabs.indexOf(tab)));
    this.list.append(tab);
    return tab;
  }

  /** @param {number} number */
  choose(number) {
    this.tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === number));
      tab.tabIndex = place === number ? 0 : -1;
      this.views[place].hidden = place !== number;
    });
  }

  /** Arrow keys move between tabs, as the ARIA practices ask. @param {KeyboardEvent} event */
  move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (this.tabs.indexOf(event.target) + step + this.tabs.length) % this.tabs.length;
    this.choose(next);
    this.tabs[next].focus();
    event.preventDefault();
  }
}

/** @param {HTMLElement} view */
function copyButton(view) {
  const button = element("button", { type: "button", class: "copy" });
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    const text = [...view.querySelectorAll("pre")].map((part) => part.textContent).join("\n");
    button.textContent = (await copied(text)) ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  return button;
}

/** Browsers refuse where the page is not secure or the user says so. @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

customElements.define("exchange-views", ExchangeViews);
