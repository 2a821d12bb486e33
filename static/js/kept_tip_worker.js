/** What seals, keeps and sends a villager's tip, in a thread of its own. */

import "./kept_tip/worker.js";
