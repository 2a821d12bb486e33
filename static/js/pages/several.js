/** The table of past activities: Enter goes down, the next line begins as the last one ended. */

/** What a line takes over from the one above, by the ends of the boxes' names. */
const CARRIED = ["place", "channel", "venue"];
/** What shows that a line is in use. */
const TOLD = ["held_on", "started_at", "count", "notes"];

/** @typedef {HTMLInputElement | HTMLSelectElement} Box */

/**
 * The highest number among the boxes of lines.
 * @param {string[]} names such as "line-7-held_on"
 * @returns {number} 0 when there is none
 */
export function lastNumber(names) {
  return names.reduce((last, name) => Math.max(last, Number(/^line-(\d+)-/.exec(name)?.[1] ?? 0)), 0);
}

/** An id for a record that is not there yet; `crypto.randomUUID` needs HTTPS, this does not. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** @param {HTMLElement} form */
const linesOf = (form) => /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".line")]);

/**
 * @param {HTMLElement} line
 * @param {string} name the end of its name
 */
const boxOf = (line, name) =>
  /** @type {Box} */ (line.querySelector(`[name="line-${line.dataset.number}-${name}"]`));

/** @param {HTMLElement} line */
const isUnused = (line) => TOLD.every((name) => boxOf(line, name).value === "");

/**
 * @param {HTMLElement} from
 * @param {HTMLElement} to
 */
function carry(from, to) {
  for (const name of CARRIED) {
    boxOf(to, name).value = boxOf(from, name).value;
  }
}

/** @param {HTMLElement} form */
class Table {
  /** @param {HTMLElement} form */
  constructor(form) {
    this.form = form;
    /** @type {Record<string, string>} */
    this.units = JSON.parse(form.dataset.units ?? "{}");
    this.blank = /** @type {HTMLTemplateElement} */ (document.getElementById("blank-line"));
  }

  /** Adds a line behind the last one, if there is room. */
  add() {
    const last = linesOf(this.form).at(-1);
    const number = Number(last?.dataset.number ?? 0) + 1;
    if (number > Number(this.form.dataset.most)) {
      return undefined;
    }
    const holder = document.createElement("template");
    const numbered = this.blank.innerHTML.replaceAll("line-0-", `line-${number}-`);
    holder.innerHTML = numbered.replaceAll('data-number="0"', `data-number="${number}"`);
    const line = /** @type {HTMLElement} */ (holder.content.querySelector(".line"));
    line.setAttribute("aria-label", (line.getAttribute("aria-label") ?? "").replace("0", `${number}`));
    /** @type {HTMLElement} */ (line.querySelector(".ordinal")).textContent = `${number}`;
    boxOf(line, "id").value = freshId();
    if (last) {
      carry(last, line);
    }
    this.form.querySelector("#several")?.append(line);
    this.nameCount(line);
    return line;
  }

  /**
   * Says what the chosen channel counts.
   * @param {HTMLElement} line
   */
  nameCount(line) {
    const unit = this.units[boxOf(line, "channel").value] ?? "";
    /** @type {HTMLElement} */ (line.querySelector(".unit")).textContent = unit;
    boxOf(line, "count").title = unit;
  }

  /** @param {HTMLElement} from every unused line below it begins as this one ended */
  carryOn(from) {
    const lines = linesOf(this.form);
    for (const line of lines.slice(lines.indexOf(from) + 1)) {
      if (!isUnused(line)) {
        return;
      }
      carry(from, line);
      this.nameCount(line);
    }
  }

  /** @param {HTMLElement} from */
  goDown(from) {
    const lines = linesOf(this.form);
    const next = lines[lines.indexOf(from) + 1] ?? this.add();
    if (next) {
      boxOf(next, "held_on").focus();
    }
  }

  /** @param {string[]} names of boxes that a draft speaks of and the page does not have */
  bring(names) {
    const upto = lastNumber(names);
    while (Number(linesOf(this.form).at(-1)?.dataset.number) < upto && this.add()) {
      // Each turn adds one.
    }
  }
}

/** @param {HTMLElement} form */
export function attach(form) {
  const table = new Table(form);
  /** @param {Event} event */
  const lineOf = (event) =>
    /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".line"));

  form.addEventListener("keydown", (event) => {
    const line = lineOf(event);
    const isBox = /** @type {Element} */ (event.target).matches("select, input:not([type=checkbox])");
    if (line && isBox && event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      table.goDown(line);
    }
  });
  form.addEventListener("change", (event) => {
    const line = lineOf(event);
    const name = /** @type {Box} */ (event.target).name;
    if (line && CARRIED.some((end) => name.endsWith(`-${end}`))) {
      table.nameCount(line);
      table.carryOn(line);
    }
  });
  form.addEventListener("draft:homeless", (event) => {
    table.bring(/** @type {CustomEvent<string[]>} */ (event).detail);
  });
  form.addEventListener("draft:filled", () => linesOf(form).forEach((line) => table.nameCount(line)));
  form.querySelector("[data-more]")?.addEventListener("click", (event) => {
    const line = table.add();
    if (line) {
      event.preventDefault();
      boxOf(line, "held_on").focus();
    }
  });
}
