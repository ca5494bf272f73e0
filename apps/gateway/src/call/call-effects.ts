import type { CacheUse } from "@headgate/contract";
import { formatDollars, type Picodollars, picodollars } from "@headgate/money";
import type { AnswerCopy } from "./answer-copy.ts";

/** What levers did to a call, and what it came to, as far as it has come. */
export class CallEffects {
  /** When the call came in, by a clock that never jumps. */
  readonly beganAt = performance.now();
  /** What the cache had to do with it; undefined where none was asked. */
  cache: CacheUse | undefined;
  /** Takes the client's bytes down, where the answer may be kept. */
  copy: AnswerCopy | undefined;
  /** Whether other calls wait for the answer of this one. */
  isAwaited: () => boolean = () => false;
  #cost: Picodollars | "unknown" | undefined;

  /** Adds what one attempt cost; a part that is not known makes the whole unknown. */
  addCost(effectiveCost: Picodollars | undefined): void {
    if (effectiveCost === undefined) this.#cost = "unknown";
    else if (this.#cost === undefined) this.#cost = effectiveCost;
    else if (this.#cost !== "unknown") this.#cost = picodollars(this.#cost + effectiveCost);
  }

  /** What the settled attempts came to; undefined where that is not known, or none is settled. */
  get effectiveCost(): Picodollars | undefined {
    return this.#cost === "unknown" ? undefined : this.#cost;
  }

  /** Effective dollars of the attempts that are settled, or `unknown`; undefined where none is yet. */
  get cost(): string | undefined {
    if (this.#cost === undefined || this.#cost === "unknown") return this.#cost;
    return formatDollars(this.#cost);
  }
}
