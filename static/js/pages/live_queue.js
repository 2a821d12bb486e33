/** Lines on their way to the server: kept until it says what became of each. Pure. */

const LONGEST = 60;

/**
 * A new line, or a change of the one with this id when it has a `version`; `refused` holds the
 * sentence with which the server sent it back.
 * @typedef {{ id: string, gist: string, to: string, version?: number, number?: string, refused?: string }} Line
 */

/** @typedef {"saved" | "refused" | "conflict" | "signed-out" | "later"} Verdict */

/**
 * What an answer means for the line that was sent.
 * @param {number} status 0: there was no answer
 * @returns {Verdict}
 */
export function verdictOf(status) {
  if (status >= 200 && status < 300) {
    return "saved";
  }
  if (status === 409) {
    return "conflict";
  }
  // A page that was left open too long has a token that went with the sign-in.
  if (status === 400 || status === 401) {
    return "signed-out";
  }
  return [403, 404, 410, 413, 422].includes(status) ? "refused" : "later";
}

/**
 * Seconds until the next try after so many that failed one after the other.
 * @param {number} failures
 */
export function pauseAfter(failures) {
  return Math.min(LONGEST, 2 ** Math.min(failures, 10));
}

/**
 * What was typed or pasted, one opinion a line.
 * @param {string} text
 */
export function linesIn(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** An id as the server makes them too; `crypto.randomUUID` is missing outside HTTPS. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** First in, first out; what the server refused stays until the person has looked at it. */
export class Queue {
  /** @param {Line[]} lines */
  constructor(lines = []) {
    this.lines = lines;
    /** @type {Line | undefined} the line that is being sent */
    this.sending = undefined;
  }

  /** How many wait for the network. */
  get waiting() {
    return this.lines.filter((line) => line.refused === undefined).length;
  }

  /**
   * Takes a line up. Another change of a line whose change still waits takes its place.
   * @param {Line} line
   */
  add(line) {
    const earlier = this.changeOf(line.id);
    if (earlier && line.version !== undefined && earlier === this.sending) {
      line.version = (earlier.version ?? 0) + 1;
    } else if (earlier && line.version !== undefined) {
      earlier.gist = line.gist;
      return;
    }
    this.lines.push(line);
  }

  /**
   * The last change of a line that still waits.
   * @param {string} id
   */
  changeOf(id) {
    return this.lines.filter((line) => line.id === id && line.version !== undefined && line.refused === undefined).pop();
  }

  /** Takes the next line in hand, if one waits. */
  next() {
    this.sending = this.lines.find((line) => line.refused === undefined);
    return this.sending;
  }

  /**
   * What became of the line in hand: stored it leaves, refused it stays for the person to see.
   * @param {Verdict} verdict
   */
  settle(verdict) {
    const line = this.sending;
    this.sending = undefined;
    if (line && verdict === "saved") {
      this.drop(line);
    } else if (line && (verdict === "refused" || verdict === "conflict")) {
      line.refused = "";
    }
  }

  /** @param {Line} line */
  drop(line) {
    this.lines = this.lines.filter((other) => other !== line);
  }
}
