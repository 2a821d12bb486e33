// Keeps what is typed until it is sent, left, or two hours old: the camera may push the page out.
// Loads the photo shrinker when the photo field is first touched.
(() => {
  const store = sessionStorage;
  const name = `tip${location.pathname}`;
  const isTick = /** @param {HTMLInputElement} e */ (e) => /radio|checkbox/.test(e.type);
  const form = /** @type {HTMLFormElement} */ (document.forms[0]);
  const fields = /** @type {HTMLInputElement[]} */ ([...form.elements]).filter(
    (e) => e.name && !/hidden|file/.test(e.type) && e.tabIndex >= 0,
  );
  const save = () => {
    const now = /** @type {Record<string, string | number>} */ ({ at: Date.now() });
    for (const e of fields) if (isTick(e) ? e.checked : e.value) now[e.name] = e.value;
    store[name] = JSON.stringify(now);
  };
  const fill = (/** @type {Record<string, any>} */ kept) => {
    for (const e of fields) {
      const old = kept[e.name];
      if (isTick(e)) e.checked = old === e.value;
      else if (old) e.value = old;
      const fold = old && e.closest("details");
      if (fold) fold.open = true;
    }
  };
  const kept = JSON.parse(store[name] || "{}");
  if (document.getElementById("loi")) save();
  else if (Date.now() - kept.at < 72e5) fill(kept);
  else delete store[name];
  form.addEventListener("input", save);
  /** @type {Element} */ (document.querySelector(".leave")).addEventListener("click", () =>
    store.clear(),
  );
  const photos = document.getElementById("photos");
  if (photos)
    photos.addEventListener(
      "click",
      () => import(/** @type {string} */ (photos.dataset.js)).then((m) => m.attach(photos)),
      { once: true },
    );
})();
