import type {
  CacheUse,
  ExperimentPlace,
  LeverName,
  RequestFacts,
  WireFormat,
} from "@headgate/contract";
import type { RequestEdit, Saving } from "@headgate/levers";
import { formatDollars, type Picodollars, picodollars, ZERO } from "@headgate/money";
import { type JsonObject, type PromptView, promptViewOf } from "@headgate/providers";
import type { CascadeOfCall } from "../route/cascade/cascade-of-call.ts";
import type { RouteOfCall } from "../route/route-of-call.ts";
import type { AnswerCopy } from "./answer-copy.ts";
import type { OutputOfCall } from "./output/output-of-call.ts";

/** What levers did to a call, and what it came to, as far as it has come. */
export class CallEffects {
  readonly experiments: readonly ExperimentPlace[] | undefined;
  /** When the call came in, by a clock that never jumps. */
  readonly beganAt = performance.now();
  /** What the cache had to do with it; undefined where none was asked. */
  cache: CacheUse | undefined;
  /** Which model was chosen for it; undefined where no policy chose. */
  route: RouteOfCall | undefined;
  /** What looks at a cheaper model's answer before the client gets it; undefined where nothing does. */
  cascade: CascadeOfCall | undefined;
  /** What the output lever may do to it; undefined where its policy has it do nothing. */
  output: OutputOfCall | undefined;
  /** What levers had changed in the request that its provider refused; none where it refused none of theirs. */
  refusedEdits: readonly RequestEdit[] = [];
  /** What its rows keep of the request as the client sent it, once that was looked at. */
  requestFacts: RequestFacts | undefined;
  /** Whether that is looked at; a busy process leaves some out. */
  takesFacts: boolean | undefined;
  /** Takes the client's bytes down, where the answer may be kept. */
  copy: AnswerCopy | undefined;
  /** Whether other calls wait for the answer of this one. */
  isAwaited: () => boolean = () => false;
  #seen: Readonly<{ json: JsonObject; view: PromptView | undefined }> | undefined;
  #cost: Picodollars | "unknown" | undefined;
  #saved: Picodollars | "unknown" | undefined;
  #levers: readonly LeverName[] = [];

  /** @param experiments in which arms of its policy's experiments it is; undefined where there are none */
  constructor(experiments?: readonly ExperimentPlace[]) {
    this.experiments = experiments;
  }

  /**
   * A body of the call as levers look at it: made once for all that do, one after the other.
   * @returns undefined where `promptViewOf` has none
   */
  viewOf(format: WireFormat, json: JsonObject): PromptView | undefined {
    if (this.#seen?.json !== json) this.#seen = { json, view: promptViewOf(format, json) };
    return this.#seen.view;
  }

  /** Adds what one attempt cost; a part that is not known makes the whole unknown. */
  addCost(effectiveCost: Picodollars | undefined): void {
    this.#cost = added(this.#cost, effectiveCost);
  }

  /** Adds what levers saved on one attempt; a part that is not known makes the whole unknown. */
  addSavings(savings: readonly Saving[]): void {
    for (const { lever, amount } of savings) {
      this.#saved = added(this.#saved, amount);
      if (!this.#levers.includes(lever)) this.#levers = [...this.#levers, lever];
    }
  }

  /** What the settled attempts came to; undefined where that is not known, or none is settled. */
  get effectiveCost(): Picodollars | undefined {
    return this.#cost === "unknown" ? undefined : this.#cost;
  }

  /** What levers saved on the settled attempts; undefined where none acted. */
  get savedAmount(): Picodollars | "unknown" | undefined {
    return this.#saved;
  }

  /** Effective dollars of the attempts that are settled, or `unknown`; undefined where none is yet. */
  get cost(): string | undefined {
    return toldOf(this.#cost);
  }

  /** Signed dollars that levers saved on the settled attempts, or `unknown`; undefined where none acted or is settled. */
  get saved(): string | undefined {
    return toldOf(this.#saved);
  }

  /** The levers that acted on the attempts that are settled. */
  get levers(): readonly LeverName[] {
    return this.#levers;
  }
}

type Total = Picodollars | "unknown" | undefined;

function added(total: Total, amount: Picodollars | undefined): Total {
  if (total === "unknown" || amount === undefined) return "unknown";
  return picodollars((total ?? ZERO) + amount);
}

const toldOf = (total: Total): string | undefined =>
  total === undefined || total === "unknown" ? total : formatDollars(total);
