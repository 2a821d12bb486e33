/** What stands on the page about tips that are kept on this phone. All its words are the page's. */

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./desk.js").Held} Held */
/** @typedef {import("./keeper.js").Shown} Shown */

const A_DAY_MS = 24 * 3_600_000;

/** @param {number} at */
function moment(at) {
  const day = new Date(at);
  const [hour, minute, date, month] = [day.getHours(), day.getMinutes(), day.getDate(), day.getMonth() + 1].map(
    (part) => String(part).padStart(2, "0"),
  );
  return `${hour}:${minute} ${date}/${month}`;
}

/**
 * The receipt's page takes away what is kept, once it is on the screen.
 * @param {string} url
 * @param {string} [id] of a kept tip
 */
export function toReceipt(url, id) {
  const there = new URL(url, location.href);
  if (there.origin === location.origin) {
    if (id) {
      sessionStorage.setItem("kept", id);
    }
    location.assign(there.href);
  }
}

export class Panel {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.section = section;
    /** @type {Desk | undefined} */
    this.desk = undefined;
    this.say("");
  }

  /**
   * Shows one state of what a person is doing; none for an empty name.
   * @param {string} state
   */
  say(state) {
    for (const part of this.section.querySelectorAll("[data-when]")) {
      const isIt = part.getAttribute("data-when") === state;
      part.toggleAttribute("hidden", !isIt);
      if (isIt) {
        part.scrollIntoView({ block: "nearest" });
      }
    }
  }

  /** @param {Held} held */
  show({ shown, over }) {
    if (shown.length) {
      localStorage.setItem("kept", "1");
    } else {
      localStorage.removeItem("kept");
    }
    const list = this.section.querySelector("[data-list]");
    if (list) {
      list.textContent = "";
      list.append(...shown.map((one) => this.row(one)));
    }
    if (over.length) {
      this.say(over.includes("waiting") ? "over" : "over-sent");
    }
  }

  /** @param {Shown} one */
  row(one) {
    const pattern = /** @type {HTMLTemplateElement} */ (this.section.querySelector("template"));
    const row = /** @type {DocumentFragment} */ (pattern.content.cloneNode(true));
    for (const part of row.querySelectorAll("[data-state]")) {
      part.toggleAttribute("hidden", part.getAttribute("data-state") !== one.state);
    }
    const times = { at: one.at, until: one.at + A_DAY_MS };
    for (const [name, at] of Object.entries(times)) {
      row.querySelectorAll(`[data-${name}]`).forEach((place) => (place.textContent = moment(at)));
    }
    row.querySelectorAll("[data-sentence]").forEach((place) => (place.textContent = one.sentence));
    for (const button of row.querySelectorAll("button")) {
      button.addEventListener("click", () => this.act(button.value, one.id));
    }
    return row;
  }

  /**
   * @param {string} what
   * @param {string} id
   */
  async act(what, id) {
    const answer = await this.desk?.ask(what, { id });
    if (what === "receipt" && answer) {
      toReceipt(answer, id);
    } else if (what === "receipt") {
      this.say("far");
    } else {
      this.say(what === "remove" ? "removed" : "");
      this.section.focus();
    }
  }
}

/**
 * Looks again whenever the network or the person may be back.
 * @param {Desk} desk
 */
export function watch(desk) {
  const look = () => {
    if (document.visibilityState === "visible") {
      void desk.ask("again");
    }
  };
  addEventListener("online", look);
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  return desk.ask("run");
}
