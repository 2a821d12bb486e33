// Keeps what is typed until it is sent, left, or two hours old: the camera may push the page out.
// Loads what more it can do when it is first touched, or when a sealed tip waits on this phone.
(() => {
  const box = sessionStorage;
  const name = `tip${location.pathname}`;
  const isTick = /** @param {HTMLInputElement} e */ (e) => /radio|checkbox/.test(e.type);
  const form = /** @type {HTMLFormElement} */ (document.forms[0]);
  const all = /** @type {HTMLInputElement[]} */ ([...form.elements]).filter(
    (e) => e.name && !/hidden|file/.test(e.type) && e.tabIndex >= 0,
  );
  const save = () => {
    const now = /** @type {Record<string, string | number>} */ ({ at: Date.now() });
    for (const e of all) if (isTick(e) ? e.checked : e.value) now[e.name] = e.value;
    box[name] = JSON.stringify(now);
  };
  const fill = (/** @type {Record<string, any>} */ kept) => {
    for (const e of all) {
      const old = kept[e.name];
      if (isTick(e)) e.checked = old === e.value;
      else if (old) e.value = old;
      const fold = old && e.closest("details");
      if (fold) fold.open = true;
    }
  };
  const kept = JSON.parse(box[name] || "{}");
  if (document.getElementById("loi")) save();
  else if (Date.now() - kept.at < 72e5) fill(kept);
  else delete box[name];
  form.addEventListener("input", save);
  // The browser keeps no second copy, which the back button would show to whoever has the phone.
  form.autocomplete = "off";
  /** @type {Element} */ (document.querySelector(".leave")).addEventListener("click", () =>
    box.clear(),
  );
  const more = () =>
    import(/** @type {string} */ (form.dataset.js)).then((m) => m.attach(form));
  form.onclick = form.onkeydown = more;
  if (localStorage.kept) more();
})();
