/** Redraws pictures away from the page, which stays free to be typed in. */

import { redrawn } from "./pages.js";

self.addEventListener("message", async ({ data, ports: [answer] }) => {
  try {
    const bytes = await (await redrawn(data)).arrayBuffer();
    answer?.postMessage(bytes, [bytes]);
  } catch {
    answer?.postMessage(null);
  }
});
