/** The tick box above lines, which ticks every one, and half-ticks itself when some are. */

/**
 * How the box in the head stands when `ticked` of `all` lines are ticked.
 * @param {number} ticked
 * @param {number} all
 */
export function headState(ticked, all) {
  return { checked: all > 0 && ticked === all, indeterminate: ticked > 0 && ticked < all };
}

/** @param {HTMLElement} element what holds the lines and the box above them */
export function attach(element) {
  const head = element.querySelector("input[data-all]");
  if (!(head instanceof HTMLInputElement)) {
    return;
  }
  const lines = () =>
    [...element.querySelectorAll("input[type=checkbox]:not([data-all])")].filter(
      (box) => box instanceof HTMLInputElement,
    );
  const show = () => {
    const boxes = lines();
    Object.assign(head, headState(boxes.filter((box) => box.checked).length, boxes.length));
  };
  element.addEventListener("change", (event) => {
    if (event.target === head) {
      lines().forEach((box) => (box.checked = head.checked));
    }
    show();
  });
  show();
}
