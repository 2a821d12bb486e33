/** Two versions of one line beside the box: one tap keeps one of them, and the typing goes on. */

/**
 * @param {Document} answer what the server said, with a form that holds both
 * @param {(line: import("./live_queue.js").Line) => void} keep
 */
export function ask(answer, keep) {
  const form = answer.querySelector("form");
  if (!form) {
    return;
  }
  const { line: id = "", number, version } = form.dataset;
  for (const button of form.querySelectorAll("button")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      form.remove();
      const to = form.getAttribute("action") ?? "";
      keep({ id, to, version: Number(version), number, gist: button.value });
    });
  }
  document.getElementById("conflict")?.append(form);
}
