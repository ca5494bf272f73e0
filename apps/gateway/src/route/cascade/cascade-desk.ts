import { QualityCircuit } from "@headgate/levers";
import { askedFormOf, promptViewOf } from "@headgate/providers";
import type { Logger } from "pino";
import type { AttemptFacts } from "../../call/attempt.ts";
import type { Call } from "../../call/call.ts";
import { nameOf } from "../pool-targets.ts";
import type { RouteOfCall } from "../route-of-call.ts";
import { CascadeOfCall, type Looked } from "./cascade-of-call.ts";
import { UsualLength } from "./usual-length.ts";

/** How many circuits and times are remembered; what was not met for the longest is forgotten. */
const MOST = 10_000;
/** What is kept of how long answers took at each new one. */
const KEPT = 0.9;
/** Characters of the question that checks compare an answer with. */
const LONGEST_PROMPT = 32_768;

/** Counts for the metrics page. */
export type CascadeCounts = {
  accepted: number;
  escalated: Map<string, number>;
  notLookedAt: number;
  givenAnyway: number;
  /** Times that a model was taken out, by its name. */
  takenOut: Map<string, number>;
};

/** Looks at the answers of chosen models, and takes those out whose answers are worth nothing. */
export class CascadeDesk {
  readonly counts: CascadeCounts = {
    accepted: 0,
    escalated: new Map(),
    notLookedAt: 0,
    givenAnyway: 0,
    takenOut: new Map(),
  };
  readonly #log: Logger;
  readonly #lengths = new UsualLength();
  /** By model and key: what one key's requests make of a model decides for no other. */
  readonly #circuits = new Map<string, QualityCircuit>();
  readonly #tookMs = new Map<string, number>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /**
   * What looks at the answer of the model that was chosen for a call; undefined where nothing does: the policy does not say
   * so, the reference answers, the answer is a stream that is not to be held, or the call's time does not do for two.
   */
  begin(
    call: Call,
    { chosen, reference, use }: RouteOfCall,
    failed: (error: unknown) => void,
  ): CascadeOfCall | undefined {
    const { cascade } = call.policy.route;
    if (cascade === "never" || chosen === reference) return undefined;
    if (call.request.stream && cascade !== "always") return undefined;
    const { json, model } = call.request;
    if (json === undefined) return undefined;
    const asked = askedFormOf(call.wire.format, { json, pathAndQuery: call.pathAndQuery });
    if (asked?.several === true) return undefined;
    const task = use.fingerprint ?? "";
    const nextName = nameOf(reference, model);
    return new CascadeOfCall({
      target: chosen,
      format: (chosen.wire ?? call.wire).format,
      asked,
      prompt: lastQuestion(call),
      usuallyAbove: this.#lengths.usuallyAbove(task),
      nextTakesMs: this.#tookMs.get(nextName ?? "") ?? 0,
      deadlineMs: call.deadlineMs,
      isStream: call.request.stream,
      failed,
      looked: (looked) => this.#looked(task, looked),
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

  #looked(task: string, { failed, characters }: Looked): void {
    if (failed.length === 0) {
      this.counts.accepted += 1;
      if (characters !== undefined) this.#lengths.note(task, characters);
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
    this.#log.error(
      { model, keyId: call.key.id, acceptedShare: share },
      "most answers of a model are not accepted: calls of this key do not go to it for now",
    );
  }

  #noteTime(model: string, durationMs: number): void {
    const known = this.#tookMs.get(model) ?? durationMs;
    this.#tookMs.delete(model);
    this.#tookMs.set(model, KEPT * known + (1 - KEPT) * durationMs);
    keepTo(this.#tookMs);
  }
}

const circuitKey = ({ key }: Call, model: string): string => `${key.id} ${model}`;

function lastQuestion({ wire, request }: Call): string {
  const view = request.json === undefined ? undefined : promptViewOf(wire.format, request.json);
  const last = view?.messages.findLast(({ role }) => role === "user");
  const text = (last?.texts ?? []).map((one) => one.text).join("\n");
  return text.slice(0, LONGEST_PROMPT);
}

function add(counts: Map<string, number>, name: string): void {
  const before = counts.get(name);
  counts.set(name, before === undefined ? 1 : before + 1);
}

function keepTo(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
