import { upperBoundOfShare } from "./calibration/clopper-pearson.ts";

/** So many of the newest compared hits count. */
const MOST = 300;
/** Fewer tell nothing that one would end a policy's wish by. */
const ENOUGH = 30;
const CONFIDENCE = 0.9;
/** Of its hits a fixed threshold may have so many wrong, as far as is known for certain; no policy says a bound of its own. */
const MOST_WRONG_BY_THRESHOLD = 0.2;

/** What a record has learned, as plain data. */
export type HitRecordState = Readonly<{
  isOff: boolean;
  /** Of each of the newest compared hits, the oldest first: 1 where it was right, 0 where not. */
  verdicts: string;
}>;

/**
 * What fresh answers said of a fixed threshold's hits. It is off from when more of them are wrong than anybody can have meant, by
 * the lower bound, until the upper bound says that it is not so: while it is off every hit is compared.
 */
export class HitRecord {
  #verdicts: boolean[] = [];
  #isOff = false;
  readonly #wentOff: () => void;

  /** @param wentOff told when it goes off */
  constructor(wentOff: () => void = () => undefined) {
    this.#wentOff = wentOff;
  }

  get isOff(): boolean {
    return this.#isOff;
  }

  /** Undefined while there is nothing to keep. */
  plain(): HitRecordState | undefined {
    const newest = this.#verdicts.slice(-MOST);
    if (newest.length === 0) return undefined;
    return { isOff: this.#isOff, verdicts: newest.map((right) => (right ? "1" : "0")).join("") };
  }

  /** Goes on from what was learned before. */
  restore({ isOff, verdicts }: HitRecordState): void {
    this.#isOff = isOff;
    this.#verdicts = Array.from(verdicts, (verdict) => verdict === "1");
  }

  note(correct: boolean): void {
    this.#verdicts.push(correct);
    if (this.#verdicts.length > 2 * MOST) this.#verdicts = this.#verdicts.slice(-MOST);
    const newest = this.#verdicts.slice(-MOST);
    const seen = newest.length;
    if (seen < ENOUGH) return;
    const right = newest.filter((one) => one).length;
    const least = 1 - upperBoundOfShare({ wrong: right, seen }, CONFIDENCE);
    const most = upperBoundOfShare({ wrong: seen - right, seen }, CONFIDENCE);
    if (least > MOST_WRONG_BY_THRESHOLD) {
      const wasOff = this.#isOff;
      this.#isOff = true;
      if (!wasOff) this.#wentOff();
    } else if (most <= MOST_WRONG_BY_THRESHOLD) this.#isOff = false;
  }
}
