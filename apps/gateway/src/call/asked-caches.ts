import type {
  CacheOutcome,
  CacheRequest,
  ExactCache,
  Lever,
  SemanticCache,
  SemanticOutcome,
  SemanticRequest,
} from "@headgate/levers";
import type { Call } from "./call.ts";

/** The exact cache as a lever on one call. */
export class AskedExactCache implements Lever<Call, CacheOutcome> {
  readonly name = "exact-cache";
  readonly #cache: ExactCache;
  readonly #request: CacheRequest;
  outcome: CacheOutcome | undefined;

  constructor(cache: ExactCache, request: CacheRequest) {
    this.#cache = cache;
    this.#request = request;
  }

  act(call: Call) {
    const asking = this.#cache.ask(this.#request);
    return asking instanceof Promise
      ? asking.then((outcome) => this.#told(call, outcome))
      : this.#told(call, asking);
  }

  #told(call: Call, outcome: CacheOutcome) {
    call.clientGone.listen(undefined);
    this.outcome = outcome;
    return outcome.kind === "answered" || outcome.kind === "left"
      ? ({ kind: "answered", reason: outcome.kind, answer: outcome } as const)
      : ({ kind: "left", reason: outcome.kind } as const);
  }
}

type Asked = Omit<SemanticRequest, "isKept"> & Readonly<{ isKept: () => boolean }>;

/** The semantic cache as a lever on one call. */
export class AskedSemanticCache implements Lever<Call, SemanticOutcome> {
  readonly name = "semantic-cache";
  readonly #cache: SemanticCache;
  readonly #asked: Asked;
  outcome: SemanticOutcome | undefined;

  constructor(cache: SemanticCache, asked: Asked) {
    this.#cache = cache;
    this.#asked = asked;
  }

  async act(_call: Call) {
    const outcome = await this.#cache.ask({ ...this.#asked, isKept: this.#asked.isKept() });
    this.outcome = outcome;
    return outcome.kind === "answered"
      ? ({ kind: "answered", reason: outcome.tier, answer: outcome } as const)
      : ({ kind: "left", reason: outcome.kind } as const);
  }
}
