import { putUsed } from "../put-newest.ts";

/** How long a model is not marked after it refused a marked prompt. */
const PAUSE_MS = 3_600_000;
const MOST_MODELS = 1_000;

/**
 * Which models take markers, as far as was seen. One that answered a marked prompt takes them; one that refused its
 * first is left alone for an hour, since that may have been the marker's fault.
 */
export class MarkingTrials {
  readonly #pausedUntilMs = new Map<string, number>();

  mayMark(model: string, nowMs: number): boolean {
    const untilMs = this.#pausedUntilMs.get(model);
    return untilMs === undefined || untilMs <= nowMs;
  }

  answered(model: string): void {
    this.#remember(model, Number.NEGATIVE_INFINITY);
  }

  /** @returns whether the model is left alone from now on */
  refused(model: string, nowMs: number): boolean {
    if (this.#pausedUntilMs.get(model) === Number.NEGATIVE_INFINITY) return false;
    this.#remember(model, nowMs + PAUSE_MS);
    return true;
  }

  #remember(model: string, untilMs: number): void {
    putUsed(this.#pausedUntilMs, model, untilMs, MOST_MODELS);
  }
}
