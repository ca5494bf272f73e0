export type QualityCircuitSettings = Readonly<{
  /** How many of a model's newest answers are looked back at. */
  window: number;
  /** Fewer answers take no model out. */
  least: number;
  /** A model of which a smaller share is accepted is taken out. */
  leastAccepted: number;
  /** For how long; twice that each time it is taken out again before it has recovered, up to a day. */
  outMs: number;
}>;

const defaultQualityCircuit: QualityCircuitSettings = {
  window: 50,
  least: 20,
  leastAccepted: 0.5,
  outMs: 600_000,
};

const LONGEST_MS = 86_400_000;

/**
 * Takes a model out whose answers come with HTTP 200 and are worth nothing: when less than half of its newest answers are
 * accepted. When its time is over it is tried again; the first answer decides.
 */
export class QualityCircuit {
  readonly #settings: QualityCircuitSettings;
  readonly #newest: boolean[] = [];
  #accepted = 0;
  #outUntilMs: number | undefined;
  #lastOutMs = 0;

  constructor(settings: QualityCircuitSettings = defaultQualityCircuit) {
    this.#settings = settings;
  }

  /** Whether the model may not be asked now. */
  isOut(nowMs: number): boolean {
    return this.#outUntilMs !== undefined && nowMs < this.#outUntilMs;
  }

  /** The share of its newest answers that was accepted; undefined before there was one. */
  get acceptedShare(): number | undefined {
    return this.#newest.length === 0 ? undefined : this.#accepted / this.#newest.length;
  }

  /** @returns whether this answer has taken the model out */
  note(accepted: boolean, nowMs: number): boolean {
    // What was under way when it was taken out says nothing new.
    if (this.isOut(nowMs)) return false;
    if (this.#outUntilMs !== undefined) return this.#afterTrial(accepted, nowMs);
    const { window, least, leastAccepted, outMs } = this.#settings;
    this.#newest.push(accepted);
    if (accepted) this.#accepted += 1;
    if (this.#newest.length > window && this.#newest.shift() === true) this.#accepted -= 1;
    const share = this.#accepted / this.#newest.length;
    if (this.#newest.length === window && share >= leastAccepted) this.#lastOutMs = 0;
    if (this.#newest.length < least || share >= leastAccepted) return false;
    this.#takeOut(this.#lastOutMs === 0 ? outMs : this.#lastOutMs * 2, nowMs);
    return true;
  }

  #afterTrial(accepted: boolean, nowMs: number): boolean {
    if (!accepted) {
      this.#takeOut(this.#lastOutMs * 2, nowMs);
      return true;
    }
    this.#outUntilMs = undefined;
    this.#newest.length = 0;
    this.#accepted = 0;
    return false;
  }

  #takeOut(forMs: number, nowMs: number): void {
    this.#lastOutMs = Math.min(LONGEST_MS, forMs);
    this.#outUntilMs = nowMs + this.#lastOutMs;
  }
}
