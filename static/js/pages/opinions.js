/** The opinions of a forum: written line by line, all folds opened at once, counted. */

/**
 * The highest number among the boxes of opinions.
 * @param {string[]} names such as "opinion-4-gist"
 * @returns {number} 0 when there is none
 */
export function lastNumber(names) {
  return names.reduce((last, name) => {
    const found = /^opinion-(\d+)-/.exec(name);
    return found ? Math.max(last, Number(found[1])) : last;
  }, 0);
}

/** @param {HTMLElement} form */
const lines = (form) =>
  /** @type {HTMLTextAreaElement[]} */ ([...form.querySelectorAll("#opinions textarea[enterkeyhint]")]);

/** @param {HTMLElement} form */
const adder = (form) => /** @type {HTMLElement} */ (form.querySelector("[data-next]"));

/**
 * An empty line under this number, from the one that the page holds.
 * @param {HTMLElement} form
 * @param {number} number
 */
function made(form, number) {
  const empty = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-line]"));
  const line = /** @type {HTMLElement} */ (empty.content.firstElementChild?.cloneNode(true));
  const all = document.createTreeWalker(line, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = /** @type {Node | null} */ (line); node; node = all.nextNode()) {
    for (const part of node instanceof Element ? node.attributes : [/** @type {Text} */ (node)]) {
      part.nodeValue = part.nodeValue?.replaceAll("{n}", String(number)) ?? "";
    }
  }
  const isFull = form.querySelector("[name=mode][value=full]:checked") !== null;
  line.querySelector("details")?.toggleAttribute("open", isFull);
  return line;
}

/**
 * One more line, behind all that there are.
 * @param {HTMLElement} form
 */
function add(form) {
  const { dataset } = adder(form);
  const line = made(form, Number(dataset.next));
  dataset.next = String(Number(dataset.next) + 1);
  form.querySelector("#opinions")?.append(line);
  line.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  return line;
}

/** @param {HTMLElement} form */
function count(form) {
  const said = lines(form).filter((line) => line.value.trim() !== "").length;
  const shown = form.querySelector("[data-count]");
  if (shown) {
    shown.textContent = said > 0 ? `(${said})` : "";
  }
}

/**
 * Enter goes to the next line, and behind the last one to a new line.
 * @param {HTMLElement} form
 * @param {KeyboardEvent} event
 */
function onKey(form, event) {
  const line = /** @type {HTMLTextAreaElement} */ (event.target);
  const all = lines(form);
  const at = all.indexOf(line);
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || at < 0) {
    return;
  }
  event.preventDefault();
  const next = all[at + 1];
  if (next) {
    next.focus();
  } else if (line.value.trim() !== "") {
    adder(form).click();
  }
}

/**
 * Brings the lines that a draft speaks of and the page does not have.
 * @param {HTMLElement} form
 * @param {string[]} names
 */
function bring(form, names) {
  const last = lastNumber(names);
  while (Number(adder(form).dataset.next) <= last) {
    add(form);
  }
}

/** @param {HTMLElement} form */
export function attach(form) {
  form.addEventListener("keydown", (event) => onKey(form, event));
  form.addEventListener("input", () => count(form));
  adder(form).addEventListener("click", (event) => {
    event.preventDefault();
    add(form).querySelector("textarea")?.focus();
  });
  form.addEventListener("change", (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    if (box.name === "mode") {
      for (const fold of form.querySelectorAll("#opinions details")) {
        fold.toggleAttribute("open", box.value === "full");
      }
    }
  });
  form.addEventListener("draft:homeless", (event) => {
    bring(form, /** @type {CustomEvent<string[]>} */ (event).detail);
  });
  form.addEventListener("draft:filled", () => count(form));
  count(form);
}
