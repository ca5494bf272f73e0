import {
  type AnswerFindings,
  failuresOfAnswer,
  lastQuestion,
  lookAtAnswer,
  QualityCircuit,
} from "@headgate/levers";
import { type AnswerView, type AskedForm, askedFormOf } from "@headgate/providers";
import type { Logger } from "pino";
import type { AttemptFacts } from "../../call/attempt.ts";
import type { Call } from "../../call/call.ts";
import { nameOf } from "../pool-targets.ts";
import type { RouteOfCall } from "../route-of-call.ts";
import type { RouteTroubles } from "../route-troubles.ts";
import { CascadeOfCall, type Looked } from "./cascade-of-call.ts";
import { UsualLength } from "./usual-length.ts";

/** How many circuits and times are remembered; what was not met for the longest is forgotten. */
const MOST = 10_000;
/** What is kept of how long answers took at each new one. */
const KEPT = 0.9;

/** Counts for the metrics page. */
export type CascadeCounts = {
  accepted: number;
  escalated: Map<string, number>;
  notLookedAt: number;
  givenAnyway: number;
  /** Times that a model was taken out, by its name. */
  takenOut: Map<string, number>;
};

type Options = Readonly<{
  log: Logger;
  troubles: RouteTroubles;
  /** Is told what checks found in the answer of a call's chosen model. */
  found: (callId: string, model: string, findings: AnswerFindings) => void;
}>;

/** Looks at the answers of chosen models, and takes those out whose answers are worth nothing. */
export class CascadeDesk {
  readonly counts: CascadeCounts = {
    accepted: 0,
    escalated: new Map(),
    notLookedAt: 0,
    givenAnyway: 0,
    takenOut: new Map(),
  };
  readonly #options: Options;
  readonly #lengths = new UsualLength();
  /** By model and key: what one key's requests make of a model decides for no other. */
  readonly #circuits = new Map<string, QualityCircuit>();
  readonly #tookMs = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether a cheaper model's answer to a call would be looked at before it is given. */
  looksAt(call: Call): boolean {
    return askedOf(call) !== undefined;
  }

  /**
   * What the checks find in an answer to a call that no client waits for; undefined where the policy has no cascade, and
   * nothing is to be learned of it.
   */
  findingsIn(call: Call, answer: AnswerView): AnswerFindings | undefined {
    return call.policy.route.cascade === "never" ? undefined : this.look(call, answer);
  }

  /** What the checks find in an answer to a call, whatever its policy; undefined where it asks for several. */
  look(call: Call, answer: AnswerView): AnswerFindings | undefined {
    const { json } = call.request;
    if (json === undefined) return undefined;
    const asked = askedFormOf(call.wire.format, { json, pathAndQuery: call.pathAndQuery });
    if (asked?.several === true) return undefined;
    const usuallyAbove = this.#lengths.usuallyAbove(call.effects.route?.use.fingerprint ?? "");
    return lookAtAnswer({
      ...{ asked, prompt: questionIn(call), answer },
      ...(usuallyAbove !== undefined && { usuallyAbove }),
    });
  }

  /** The checks that say that an answer to a call is none; undefined where the call asks for several. */
  failures(call: Call, answer: AnswerView): readonly string[] | undefined {
    const { pathAndQuery, request, wire } = call;
    const { json } = request;
    if (json === undefined) return undefined;
    return failuresOfAnswer({ format: wire.format, json, pathAndQuery }, answer);
  }

  /**
   * What looks at the answer of the model that was chosen for a call; undefined where nothing does: the policy does not say
   * so, the reference answers, the answer is a stream that is not to be held, or the call's time does not do for two.
   */
  begin(
    call: Call,
    { chosen, reference, use, standard }: RouteOfCall,
    failed: (error: unknown) => void,
  ): CascadeOfCall | undefined {
    if (chosen === reference) return undefined;
    const lookable = askedOf(call);
    if (lookable === undefined) return undefined;
    const task = use.fingerprint ?? "";
    const nextName = nameOf(reference, call.request.model);
    return new CascadeOfCall({
      target: chosen,
      format: (chosen.wire ?? call.wire).format,
      asked: lookable.asked,
      standard,
      // By the dial, a tier that is assumed to do, or a budget: but not where answers alone are certified.
      isCovered: use.reason !== "cascaded",
      expected: use.expected,
      prompt: questionIn(call),
      usuallyAbove: this.#lengths.usuallyAbove(task),
      nextTakesMs: this.#tookMs.get(nextName ?? "") ?? 0,
      deadlineMs: call.deadlineMs,
      isStream: call.request.stream,
      failed,
      looked: (looked) => {
        this.#looked(task, looked);
        const { findings } = looked;
        if (findings !== undefined) this.#options.found(call.id, use.chosen, findings);
      },
    });
  }

  /** Whether calls of a key are not to be sent to a model now. */
  isOut(call: Call, model: string): boolean {
    return this.#circuits.get(circuitKey(call, model))?.isOut(Date.now()) === true;
  }

  /** Takes note of how an attempt of a routed call ended. */
  answered(call: Call, facts: AttemptFacts): void {
    const { route, cascade } = call.effects;
    const { target, outcome, durationMs, status, accepted } = facts;
    if (route === undefined) return;
    const model = nameOf(target, call.request.model);
    if (model === undefined) return;
    if (outcome === "completed") this.#noteTime(model, durationMs);
    if (target === route.reference) {
      if (cascade?.gaveSetAside === true) this.counts.givenAnyway += 1;
      return;
    }
    // An answer that cannot be read, with HTTP 200, is rubbish though nothing looked at it.
    const isRubbish = status === 200 && facts.reading?.state === "garbled";
    const isGood = accepted ?? (isRubbish ? false : outcome === "completed" ? true : undefined);
    if (isGood !== undefined) this.#noteQuality(call, model, isGood);
    if (cascade?.gaveSetAside === true) this.counts.givenAnyway += 1;
    if (cascade?.told?.startsWith("not_looked_at") === true) this.counts.notLookedAt += 1;
  }

  #looked(task: string, { failed, findings }: Looked): void {
    if (failed.length === 0) {
      this.counts.accepted += 1;
      if (findings !== undefined) this.#lengths.note(task, findings.characters);
    }
    for (const check of failed) add(this.counts.escalated, check);
  }

  #noteQuality(call: Call, model: string, isGood: boolean): void {
    const key = circuitKey(call, model);
    const circuit = this.#circuits.get(key) ?? new QualityCircuit();
    this.#circuits.delete(key);
    this.#circuits.set(key, circuit);
    keepTo(this.#circuits);
    const share = circuit.acceptedShare;
    if (!circuit.note(isGood, Date.now())) return;
    add(this.counts.takenOut, model);
    this.#options.troubles.note({
      ...{ kind: "model_rubbish", policy: call.policy.name, model },
      ...(share !== undefined && {
        note: `for key ${call.key.name}; of its newest answers ${Math.round(100 * share)} % were accepted`,
      }),
    });
  }

  #noteTime(model: string, durationMs: number): void {
    const known = this.#tookMs.get(model) ?? durationMs;
    this.#tookMs.delete(model);
    this.#tookMs.set(model, KEPT * known + (1 - KEPT) * durationMs);
    keepTo(this.#tookMs);
  }
}

/** What form a call asks for, where its answer can be looked at before it is given; else undefined. */
function askedOf({
  policy,
  request,
  wire,
  pathAndQuery,
}: Call): Readonly<{ asked: AskedForm | undefined }> | undefined {
  const { cascade } = policy.route;
  const { json, stream } = request;
  if (cascade === "never" || json === undefined) return undefined;
  if (stream && cascade !== "always") return undefined;
  const asked = askedFormOf(wire.format, { json, pathAndQuery });
  return asked?.several === true ? undefined : { asked };
}

const circuitKey = ({ key }: Call, model: string): string => `${key.id} ${model}`;

const questionIn = ({ wire: { format }, request: { json } }: Call): string =>
  json === undefined ? "" : lastQuestion({ format, json });

function add(counts: Map<string, number>, name: string): void {
  const before = counts.get(name);
  counts.set(name, before === undefined ? 1 : before + 1);
}

function keepTo(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
