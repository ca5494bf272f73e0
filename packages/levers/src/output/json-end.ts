const OPEN = new Set(["{", "["]);
const CLOSE = new Set(["}", "]"]);

/**
 * Finds the end of a JSON object or array in text that comes piece by piece. It judges brackets and strings alone:
 * whether the rest is JSON is the client's to see. A text that begins with anything else has no end to find.
 */
export class JsonEnd {
  #state: "before" | "inside" | "ended" | "none" = "before";
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** @returns where in `text` the value ends (after its last bracket); `undefined` where it does not, or did before */
  push(text: string): number | undefined {
    if (this.#state === "ended" || this.#state === "none") return undefined;
    for (let at = 0; at < text.length; at++) {
      const character = text[at] as string;
      if (this.#state === "before") {
        if (/\s/.test(character)) continue;
        this.#state = OPEN.has(character) ? "inside" : "none";
        if (this.#state === "none") return undefined;
      }
      if (this.#inString) this.#stringCharacter(character);
      else if (character === '"') this.#inString = true;
      else if (OPEN.has(character)) this.#depth += 1;
      else if (CLOSE.has(character)) {
        this.#depth -= 1;
        if (this.#depth > 0) continue;
        this.#state = "ended";
        return at + 1;
      }
    }
    return undefined;
  }

  #stringCharacter(character: string): void {
    if (this.#escaped) this.#escaped = false;
    else if (character === "\\") this.#escaped = true;
    else if (character === '"') this.#inString = false;
  }
}
