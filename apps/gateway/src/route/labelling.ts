import {
  type AnswerFindings,
  correctionOf,
  type LabelSource,
  NO_FINGERPRINT,
} from "@headgate/levers";
import type { Judges } from "./labels/judges.ts";
import { poolSettings } from "./pool-settings.ts";
import type { RecentCall, RecentCalls } from "./recent-calls.ts";
import type { RouteStudy } from "./route-study.ts";
import type { TrialDesk } from "./trials/trial-desk.ts";
import type { AnswerWatch } from "./watch/answer-watch.ts";

export type Labelled = "learned" | "unknown_call" | "unknown_model";

/** What a model was worth beside the reference, who says so, and what checks found in its answer where they looked. */
type Compared = Readonly<{
  worth: number;
  by: LabelSource;
  findings: AnswerFindings | undefined;
}>;

type Options = Readonly<{
  recent: RecentCalls;
  study: RouteStudy;
  judges: Judges;
  trials: TrialDesk;
  watch: AnswerWatch;
}>;

/** Joins labels with what is kept of their calls, and has both learned. */
export class Labelling {
  readonly #options: Options;

  constructor({ recent, study, judges, trials, watch }: Options) {
    this.#options = { recent, study, judges, trials, watch };
  }

  /**
   * Takes note of what models were worth on a call beside the reference, by their names in the pool.
   * @returns `unknown_call` where the call was not routed or is too long ago, `unknown_model` where none is of its pool
   */
  compared(callId: string, worths: ReadonlyMap<string, Compared>): Labelled {
    const call = this.#options.recent.get(callId);
    if (call === undefined) return "unknown_call";
    const [reference = ""] = call.models;
    const worth = new Map([
      [reference, 1],
      ...[...worths].map(([name, one]) => [name, one.worth] as const),
    ]);
    const sources = [...worths.values()].map(({ by }) => by);
    // A judge had a hand in it: where it is not believed, nothing rests on the call.
    const by = sources.find(({ kind }) => kind === "judge") ?? sources[0];
    if (by === undefined || !call.models.some((name) => worths.has(name))) return "unknown_model";
    this.#learn(call, worth, by);
    for (const [model, one] of worths) {
      call.judged.set(model, one);
      this.#learnAnswer(call, model, { ...one, ofReference: worth.get(reference) });
    }
    this.#watch(call, worth, by);
    this.#options.recent.keep(callId);
    this.#tellAgreement(call);
    return "learned";
  }

  /** What the client lost by what a certificate chose for a call, or would have lost while that is out of force. */
  #watch(
    { pool, prompt, models, certified, served }: RecentCall,
    worth: ReadonlyMap<string, number>,
    by: LabelSource,
  ): void {
    if (certified === undefined) return;
    const { promise, isOut } = certified;
    const place = isOut ? certified.place : served;
    const ofServed = worth.get(models[place] ?? "");
    if (ofServed === undefined) return;
    const { judges, watch } = this.#options;
    // The certificate holds of what is left of a judge's word, and is held against the same.
    const tooGood = place === 0 ? 0 : correctionOf({ by }, judges.corrections);
    const loss = Math.min(1, 1 - ofServed + tooGood);
    const { fingerprint = NO_FINGERPRINT } = prompt;
    watch.labelled({ pool, fingerprint }, { promise, isOut, loss });
  }

  /**
   * Takes note that nobody could say what models were worth on a call. It is not learned from, but no certificate is to rest on
   * the other calls alone.
   * @param judge the one that should have said it
   */
  undecided(
    callId: string,
    tried: ReadonlyMap<string, Pick<Compared, "findings">>,
    judge: string | undefined,
  ): void {
    const call = this.#options.recent.get(callId);
    if (call === undefined) return;
    const [reference = ""] = call.models;
    const by: LabelSource = { kind: "undecided", judge };
    const worth = new Map([[reference, 1], ...[...tried.keys()].map((name) => [name, 0] as const)]);
    this.#learn(call, worth, by);
    for (const [model, { findings }] of tried) {
      this.#learnAnswer(call, model, { worth: 0, by, findings, ofReference: 1 });
    }
  }

  /** Takes note of what a judge said that is not believed: it is not learned, but held against people. */
  judgedOnly(callId: string, model: string, said: Omit<Compared, "findings">): void {
    const call = this.#options.recent.get(callId);
    if (call === undefined) return;
    call.judged.set(model, said);
    this.#options.recent.keep(callId);
    this.#tellAgreement(call);
  }

  /** Takes note of what people thought of the answer that the client got. */
  heard(callId: string, worth: number): Labelled {
    const call = this.#options.recent.get(callId);
    if (call === undefined) return "unknown_call";
    const model = call.models[call.served];
    if (model === undefined) return "unknown_model";
    const by: LabelSource = { kind: "people", key: call.keyId };
    this.#learn(call, new Map([[model, worth]]), by);
    this.#learnAnswer(call, model, { worth, by, findings: undefined, ofReference: undefined });
    call.people = { model, worth };
    if (call.served === 0 && call.judge !== undefined) {
      this.#options.judges.heardOfReference(call.judge, {
        isContent: worth >= 0.5,
        keyId: call.keyId,
      });
    }
    this.#options.recent.keep(callId);
    this.#tellAgreement(call);
    return "learned";
  }

  #learn(call: RecentCall, worth: ReadonlyMap<string, number>, by: LabelSource): void {
    const { prompt, pool, promise: quality } = call;
    const { study, trials } = this.#options;
    // The pool can have changed since the call was made; where it was set down, or the call is of a process before, it is opened again.
    const snapshot =
      study.snapshotOf(pool) ??
      study.snapshotOf(pool, () => poolSettings({ models: call.models, quality }));
    const { models } = snapshot;
    const qualities = Float64Array.from(models, (model) => worth.get(model) ?? Number.NaN);
    const costs = Float64Array.from(models, (model) => {
      const place = call.models.indexOf(model);
      return place < 0 ? Number.NaN : (call.costs[place] as number);
    });
    study.learn(pool, { ...prompt, qualities, costs, by, atMs: Date.now() });
    const { fingerprint = NO_FINGERPRINT } = prompt;
    if (by.kind === "undecided") trials.undecided(snapshot, fingerprint, qualities);
    else trials.judged(snapshot, fingerprint, qualities);
  }

  /** An answer that was looked at is learned from, to tell good ones by what checks find. */
  #learnAnswer(
    call: RecentCall,
    model: string,
    { worth, by, ofReference, ...one }: Compared & Readonly<{ ofReference: number | undefined }>,
  ): void {
    const looked = call.looked?.model === model ? call.looked.findings : undefined;
    const findings = one.findings ?? looked;
    const place = call.models.indexOf(model);
    if (findings === undefined || place < 1) return;
    this.#options.study.learnAnswer(call.pool, {
      ...{ model, findings, by, ofReference },
      fingerprint: call.prompt.fingerprint ?? "",
      task: call.task,
      expected: call.expected?.[place],
      quality: worth,
      atMs: Date.now(),
    });
  }

  /** Where a judge and people have both spoken of the answer that the client got. */
  #tellAgreement({ people, judged, keyId }: RecentCall): void {
    if (people === undefined) return;
    const found = judged.get(people.model);
    // One that contradicted itself has said nothing of the answer.
    if (found?.by.kind !== "judge" || (found.worth > 0 && found.worth < 1)) return;
    this.#options.judges.heardPeople(found.by.judge, {
      judge: found.worth === 1,
      people: people.worth >= 0.5,
      keyId,
    });
  }
}
