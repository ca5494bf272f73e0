import { type LeversOfPolicy, RefusalTrials, type RequestEdit } from "@headgate/levers";
import type { AttemptFacts } from "../attempt.ts";
import type { Call } from "../call.ts";
import type { Target } from "../plan-targets.ts";

type OutputPolicy = LeversOfPolicy["output"];

/** What the output lever adds that a model may not know: stop sequences and schemas are refused by some. */
const ADDED: ReadonlySet<string> = new Set(["stop_added", "schema_added"]);

/**
 * Which models refuse what the output lever adds to requests: where one answers a request only as the client sent it, the
 * next hour's are not tried with it again, unless it has taken such a request before.
 */
export class RefusedOutput {
  readonly #trials = new RefusalTrials();
  /** Of models that refused it together with another lever's changes, which may have been at fault. */
  readonly #suspicions = new RefusalTrials();
  readonly #nowMs: () => number;

  /** @param nowMs a clock that never jumps */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The policy without what the model refuses. */
  policyFor(call: Call, target: Target, policy: OutputPolicy): OutputPolicy {
    if (policy.stop.length === 0 && policy.json_schema === undefined) return policy;
    if (this.#trials.mayMark(modelOf(call, target), this.#nowMs())) return policy;
    const { json_schema: _, ...rest } = policy;
    return { ...rest, stop: [] };
  }

  /** Learns from the attempt that answered a call. */
  settled(call: Call, { target, sending, status }: AttemptFacts): void {
    const added = call.edits.filter(({ changes }) => changes.some(({ did }) => ADDED.has(did)));
    if (added.length === 0 || status === undefined || status >= 300) return;
    const model = modelOf(call, target);
    if (added.every((edit) => sending.edits.includes(edit))) this.#trials.answered(model);
    else if (sending.edits.length === 0) this.#refused(model, call.effects.refusedEdits);
  }

  /** Another lever may have a trial of its own, and gives way by it: then the next call shows which of both it was. */
  #refused(model: string, edits: readonly RequestEdit[]): void {
    const nowMs = this.#nowMs();
    const isAlone = edits.every(({ lever }) => lever === "output");
    if (isAlone || !this.#suspicions.mayMark(model, nowMs)) this.#trials.refused(model, nowMs);
    else this.#suspicions.refused(model, nowMs);
  }
}

const modelOf = ({ request }: Call, target: Target): string =>
  JSON.stringify([target.provider.name, target.model ?? request.model]);
