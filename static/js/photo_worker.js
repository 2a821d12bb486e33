/** Redraws pictures away from the page, which stays free to be typed in. */

import { redrawn } from "./pages.js";

self.addEventListener("message", async ({ data, ports: [answer] }) => {
  try {
    const drawn = await redrawn(data);
    answer?.postMessage(drawn, drawn);
  } catch {
    answer?.postMessage(null);
  }
});
