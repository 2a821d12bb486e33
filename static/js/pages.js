/** What pages do: most behaviours, the outbox among them, and what the workers do for them. */

export { attach as alarm } from "./pages/alarm.js";
export { attach as beside } from "./pages/beside.js";
export { attach as confirm_once } from "./pages/confirm_once.js";
export { attach as counts } from "./pages/counts.js";
export { attach as draft } from "./pages/draft.js";
export { attach as draft_done } from "./pages/draft_done.js";
export { attach as due_days } from "./pages/due_days.js";
export { attach as focus_errors } from "./pages/focus_errors.js";
export { attach as fold_choice } from "./pages/fold_choice.js";
export { attach as live_lines } from "./pages/live_lines.js";
export { attach as locate } from "./pages/locate.js";
export { attach as opinions } from "./pages/opinions.js";
export { attach as photo_input } from "./pages/photo_input.js";
export { redrawn } from "./pages/photo_redraw.js";
export { attach as pick_all } from "./pages/pick_all.js";
export { attach as print_page } from "./pages/print_page.js";
export { attach as sending } from "./pages/sending.js";
export { attach as several } from "./pages/several.js";
export { attach as share } from "./pages/share.js";
export { attach as sheet } from "./pages/sheet.js";
export { attach as stepper } from "./pages/stepper.js";
export { attach as use_text } from "./pages/use_text.js";
export { attach as outbox } from "./outbox/hook.js";
export { attach as outbox_left } from "./outbox/left.js";
export { attach as outbox_page } from "./outbox/page.js";
export { TAG, sendAll } from "./outbox/world.js";
