const FIRST_MS = 600_000;
const LONGEST_MS = 86_400_000;

type Out = Readonly<{ untilMs: number; forMs: number }>;

/**
 * Models of pools that their provider says it does not have. Each is left alone for ten minutes, and twice as long each time
 * that it is still missing, up to a day; an answer of it ends that. A new process asks once.
 */
export class MissingModels {
  readonly #out = new Map<string, Out>();
  /** Times that each was found missing. */
  readonly found = new Map<string, number>();

  /** Whether a model, as `provider/model`, is not to be asked now. */
  isOut(model: string, nowMs: number): boolean {
    const out = this.#out.get(model);
    return out !== undefined && nowMs < out.untilMs;
  }

  /** @returns when it may be asked again; undefined where it was out already: what was under way says nothing new */
  note(model: string, nowMs: number): number | undefined {
    if (this.isOut(model, nowMs)) return undefined;
    const before = this.#out.get(model);
    const forMs = before === undefined ? FIRST_MS : Math.min(LONGEST_MS, 2 * before.forMs);
    const untilMs = nowMs + forMs;
    this.#out.set(model, { untilMs, forMs });
    const times = this.found.get(model);
    this.found.set(model, times === undefined ? 1 : times + 1);
    return untilMs;
  }

  answered(model: string): void {
    this.#out.delete(model);
  }
}
