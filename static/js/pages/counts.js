/**
 * The counts of the channel that is chosen. The page holds the boxes of all of them: where a form is
 * filled in there may be no network to ask for others.
 */

/** @typedef {{ value: string, checked: boolean }} Typed */

/**
 * @param {HTMLElement[]} places
 * @returns {Map<string, Typed>} by the name of the box
 */
function typedIn(places) {
  const boxes = places.flatMap((place) => [...place.querySelectorAll("input")]);
  return new Map(boxes.map(({ name, value, checked }) => [name, { value, checked }]));
}

/**
 * An empty box of a unit, with what was typed in it before.
 * @param {HTMLTemplateElement} boxes
 * @param {string} unit
 * @param {Map<string, Typed>} typed
 */
function made(boxes, unit, typed) {
  const found = boxes.content.querySelector(`[data-unit="${CSS.escape(unit)}"] > *`);
  const box = /** @type {HTMLElement} */ (found?.cloneNode(true));
  for (const input of box.querySelectorAll("input")) {
    const before = typed.get(input.name);
    if (before) {
      const isTick = input.type === "checkbox";
      Object.assign(input, isTick ? { checked: before.checked } : { value: before.value });
    }
  }
  return box;
}

/** @param {HTMLElement} choice the channels */
export function attach(choice) {
  const boxes = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-counts]"));
  /** @type {Record<string, string[]>} */
  const units = JSON.parse(boxes.dataset.counts ?? "{}");
  const places = ["counts", "more-counts"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
  choice.addEventListener("change", () => {
    const chosen = /** @type {HTMLInputElement | null} */ (choice.querySelector("input:checked"));
    const typed = typedIn(places);
    const [first, ...more] = (units[chosen?.value ?? ""] ?? []).map((unit) => made(boxes, unit, typed));
    places[0]?.replaceChildren(...(first ? [first] : []));
    places[1]?.replaceChildren(...more);
    // New boxes have behaviours of their own.
    places.forEach((place) => place.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true })));
  });
}
