/** A ready sentence that a tap puts behind what stands in the box named by `data-into`. */

/**
 * What the box holds afterwards.
 * @param {string} held
 * @param {string} sentence
 */
export function joined(held, sentence) {
  return held.trim() ? `${held.trimEnd()} ${sentence}` : sentence;
}

/** @param {HTMLElement} element the button that bears the sentence */
export function attach(element) {
  const box = document.getElementById(element.dataset.into ?? "");
  if (!(box instanceof HTMLTextAreaElement)) {
    return;
  }
  element.addEventListener("click", () => {
    box.value = joined(box.value, (element.textContent ?? "").trim());
    box.focus();
  });
}
