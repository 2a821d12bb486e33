/** The lines that are not stored yet, drawn at the end of the list. */

import { fill } from "./fill.js";

/** @typedef {import("./live_queue.js").Line} Line */

/**
 * @param {import("./live_queue.js").Queue} queue
 * @param {Line} line
 * @param {DOMStringMap} words
 */
function stateOf(queue, line, words) {
  if (line.refused !== undefined) {
    return line.refused;
  }
  return line === queue.sending ? words.sending : words.unsent;
}

/**
 * @param {import("./live_queue.js").Queue} queue
 * @param {DOMStringMap} words
 * @param {{ again: (line: Line) => void, drop: (line: Line) => void }} acts
 */
export function drawWaiting(queue, words, acts) {
  const list = document.getElementById("waiting");
  const template = document.getElementById("unsent-line");
  if (!list || !(template instanceof HTMLTemplateElement)) {
    return;
  }
  const rows = queue.lines.map((line) => {
    const row = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (row.querySelector(name));
    const about = line.number ? `${fill(words.change, line.number)}: ` : "";
    part(".title").textContent = about + line.gist;
    part(".meta").textContent = stateOf(queue, line, words) ?? "";
    part(".tags").hidden = line.refused === undefined;
    part("[data-again]").addEventListener("click", () => acts.again(line));
    part("[data-drop]").addEventListener("click", () => acts.drop(line));
    return row;
  });
  list.replaceChildren(...rows);
  list.hidden = rows.length === 0;
}
