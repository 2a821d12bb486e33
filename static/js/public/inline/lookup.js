// The receipt's QR code carries the digits behind the #, which no server ever sees.
(() => {
  const code = location.hash.replace(/\D/g, "");
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("code"));
  if (field && code.length === 16) {
    field.value = code;
    history.replaceState(null, "", location.pathname + location.search);
  }
})();
