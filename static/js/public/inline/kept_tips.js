// Shows which sealed tips wait on this phone; where there are none nothing more is fetched.
(() => {
  const kept = /** @type {HTMLElement} */ (document.getElementById("kept"));
  const none = (/** @type {Event} */ event) => {
    event.preventDefault();
    localStorage.removeItem("kept");
    /** @type {Element} */ (kept.querySelector("[data-when=none]")).removeAttribute("hidden");
  };
  const ask = indexedDB.open("lang-nghe-kept-tip");
  ask.onupgradeneeded = () => /** @type {IDBTransaction} */ (ask.transaction).abort();
  ask.onerror = none;
  ask.onsuccess = () => {
    const count = ask.result.transaction("tips").objectStore("tips").count();
    count.onsuccess = (event) => {
      ask.result.close();
      if (count.result === 0) none(event);
      else import(/** @type {string} */ (kept.dataset.js)).then((m) => m.page());
    };
  };
})();
