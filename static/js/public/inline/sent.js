// It arrived: what was kept while typing, or sealed until the network came, is needed no more.
(() => {
  const id = sessionStorage.kept;
  sessionStorage.clear();
  if (!id) return;
  const ask = indexedDB.open("lang-nghe-kept-tip");
  ask.onupgradeneeded = () => /** @type {IDBTransaction} */ (ask.transaction).abort();
  ask.onsuccess = () =>
    ask.result.transaction("tips", "readwrite").objectStore("tips").delete(id);
})();
