// Says that a sealed tip waits on this phone, to whoever scans the poster again.
(() => {
  const line = document.getElementById("kept");
  if (line) line.hidden = !localStorage.kept;
})();
