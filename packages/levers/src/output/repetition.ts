/** How much of a text's end is looked at. */
const WINDOW = 16_384;
/** The end is looked at again after so many characters more. */
const STEP = 512;

/** A unit must come so often in a row. */
const LEAST_REPEATS = 8;
/** Sentences that come again and again, letter by letter, are a loop from here on. */
const PROSE_CHARACTERS = 2_400;
/**
 * Records, rows, code, numbers and single words may be the same many times and be meant: a loop only from here on,
 * about 2,500 tokens of nothing new.
 */
const OTHER_CHARACTERS = 10_000;
/** A fence shows in so many first characters of a line. */
const FENCE_CHARACTERS = 16;
/** A unit of fewer words is no sentence. */
const SENTENCE_WORDS = 4;

/**
 * Tells when a text has run into a loop: its end is one unit, repeated letter by letter. Bounded in memory (the last
 * 16,384 characters, read anew every 512). A loop that counts or varies is not seen, nor one whose unit is longer
 * than an eighth of what is looked at.
 */
export class Repetition {
  #tail = "";
  #unseen = 0;
  #fences = 0;
  #line = "";
  readonly #isStructured: boolean;

  /** @param isStructured the whole answer is to be JSON or the like */
  constructor(isStructured: boolean) {
    this.#isStructured = isStructured;
  }

  /** @returns whether the text is in a loop */
  push(text: string): boolean {
    this.#countFences(text);
    this.#tail += text;
    this.#unseen += text.length;
    if (this.#unseen < STEP || this.#tail.length < PROSE_CHARACTERS) return false;
    this.#unseen = 0;
    this.#tail = this.#tail.slice(-WINDOW);
    const run = repeatedEnd(this.#tail, LEAST_REPEATS);
    if (run === undefined) return false;
    const isProse = !this.#isStructured && this.#fences % 2 === 0 && isSentence(run.unit);
    return run.length >= (isProse ? PROSE_CHARACTERS : OTHER_CHARACTERS);
  }

  /** Whether the text stands in a fenced block of code, whose rows may be alike. */
  #countFences(text: string): void {
    let from = 0;
    for (;;) {
      const end = text.indexOf("\n", from);
      if (this.#line.length < FENCE_CHARACTERS) {
        const more = text.slice(from, end < 0 ? undefined : end);
        this.#line = (this.#line + more).slice(0, FENCE_CHARACTERS);
      }
      if (end < 0) return;
      if (/^ {0,3}(?:```|~~~)/.test(this.#line)) this.#fences += 1;
      this.#line = "";
      from = end + 1;
    }
  }
}

/** Some words and no row of a table or list, and no code. */
function isSentence(unit: string): boolean {
  // Twice, since a unit may begin in the middle of a row.
  if (/\n\s*(?:[-*+•]\s|\d+[.)]\s)|[{}[\]<>|=;\t]/.test(unit + unit)) return false;
  const words = unit.match(/\p{L}[\p{L}\p{M}'’-]*/gu);
  return words !== null && new Set(words).size >= SENTENCE_WORDS;
}

/**
 * The longest end of a text that is one unit repeated at least so often.
 *
 * Read backwards, an end of the text has the period p for as long as it agrees with itself p further on, which the
 * Z function tells for all p in one pass (Gusfield, Algorithms on Strings, Trees and Sequences, §1.3–1.5; not
 * read again).
 */
function repeatedEnd(
  text: string,
  leastRepeats: number,
): Readonly<{ unit: string; length: number }> | undefined {
  const n = text.length;
  const at = (index: number): number => text.charCodeAt(n - 1 - index);
  const longest = Math.floor(n / leastRepeats);
  const agrees = new Int32Array(longest + 1);
  let left = 0;
  let right = 0;
  let best: Readonly<{ period: number; length: number }> | undefined;
  for (let period = 1; period <= longest; period++) {
    let same = 0;
    if (period < right) same = Math.min(right - period, agrees[period - left] as number);
    while (period + same < n && at(same) === at(period + same)) same += 1;
    agrees[period] = same;
    if (period + same > right) {
      left = period;
      right = period + same;
    }
    const length = period + same;
    // Of two periods of the same end the shorter is the unit.
    if (length >= period * leastRepeats && (best === undefined || length > best.length)) {
      best = { period, length };
    }
  }
  if (best === undefined) return undefined;
  return { unit: text.slice(n - best.period), length: best.length };
}
