// Shows which sealed tips wait on this phone.
(() => {
  const kept = /** @type {HTMLElement} */ (document.getElementById("kept"));
  import(/** @type {string} */ (kept.dataset.js)).then((m) => m.attach());
})();
