import { type AnswerFindings, failedChecks, type LabelSource } from "@headgate/levers";
import type { Logger } from "pino";
import type { Call } from "../../call/call.ts";
import { placesOfOwnCalls } from "../../call/places-of-own-calls.ts";
import type { OwnCalls } from "../../context/own-calls.ts";
import type { RouteDesk } from "../route-desk.ts";
import { EarlierAnswers } from "./earlier-answers.ts";
import { type AskJudge, judgePair, type Pair } from "./judge-pair.ts";
import type { LabelTally } from "./label-tally.ts";
import type { ReadAnswer } from "./said-in.ts";
import { isToldByForm, saysTheSame } from "./told-by-form.ts";

const TIMEOUT_MS = 120_000;
/** What a model needs to answer with one word, thoughts included. */
const JUDGE_TOKENS = 1_024;

type Options = Readonly<{
  routeDesk: RouteDesk;
  ownCalls: OwnCalls;
  tally: LabelTally;
  log: Logger;
}>;

/** An answer to compare; what checks found in it, where that is to be learned from. */
export type Tried = ReadAnswer & Readonly<{ findings: AnswerFindings | undefined }>;

/** The answers to a call. */
type Answers = Readonly<{
  /** Undefined where the request has no question that could be shown to a judge. */
  question: string | undefined;
  reference: ReadAnswer;
  /** By the names of their models. */
  others: ReadonlyMap<string, Tried>;
}>;

/** What the others are worth, or that nobody could say it of one of them, and who said so, or should have. */
type Comparison =
  | Readonly<{ kind: "decided"; by: LabelSource; worths: ReadonlyMap<string, number> }>
  | Readonly<{ kind: "undecided"; judge: string | undefined }>;

type Judging = Readonly<{ call: Call; judge: string; name: string; pair: Pair }>;

/**
 * Says what other answers to a call are worth beside the reference's. Who can say it, form, a judge or nobody, is settled by the
 * reference's answer and by whether the judge is believed, before the others are looked at. So no answer is told
 * of because it agrees, and none left out because it does not.
 */
export class AnswerComparer {
  readonly #options: Options;
  readonly #earlier = new EarlierAnswers();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether anybody could say what others are worth beside this answer: form or a judge. Where nobody can, none needs to be asked. */
  canTell(call: Call, answered: Pick<Answers, "question" | "reference">): boolean {
    return isToldByForm(answered.reference.said) || judgeFor(call, answered) !== undefined;
  }

  async compare(call: Call, answers: Answers): Promise<Comparison> {
    const { reference, others } = answers;
    const compared = isToldByForm(reference.said)
      ? byForm(reference, others)
      : await this.#byJudge(call, answers);
    if (reference.said.kind === "text") {
      this.#earlier.note(call, reference.said.text);
    }
    return compared;
  }

  async #byJudge(call: Call, { question, reference, others }: Answers): Promise<Comparison> {
    const { tally, routeDesk } = this.#options;
    const judge = judgeFor(call, { question, reference });
    const { said } = reference;
    if (said.kind !== "text" || question === undefined || judge === undefined) {
      if (said.kind === "unreadable") tally.unreadable += 1;
      else tally.notJudged += others.size;
      return { kind: "undecided", judge: undefined };
    }
    const { isBelieved } = routeDesk.judges.trustIn(judge);
    const worths = new Map<string, number>();
    for (const [name, other] of others) {
      const text = other.said.kind === "text" ? other.said.text : "";
      const judging = { call, judge, name, pair: { question, reference: said.text, other: text } };
      const unasked = this.#worthUnasked(call, reference, other);
      if (!isBelieved) {
        await this.#tryJudge(judging, unasked);
        continue;
      }
      const worth = unasked ?? (await this.#judged(judging));
      if (worth !== undefined) worths.set(name, worth);
      else tally.notJudged += 1;
    }
    return worths.size === others.size
      ? { kind: "decided", by: { kind: "judge", judge }, worths }
      : { kind: "undecided", judge };
  }

  /** What an answer is worth that nobody needs to be asked about; undefined where the judge has to tell. */
  #worthUnasked(call: Call, reference: ReadAnswer, other: ReadAnswer): number | undefined {
    if (saysTheSame(reference.said, other.said)) return 1;
    if (other.said.kind !== "text") return 0;
    const { cascades } = this.#options.routeDesk;
    const fails = ({ view }: ReadAnswer) => {
      const found = view === undefined ? undefined : cascades.look(call, view);
      return found === undefined ? [] : failedChecks(found);
    };
    // What the reference's own answer fails does not speak against another one.
    const excused = new Set(fails(reference));
    return fails(other).some((check) => !excused.has(check)) ? 0 : undefined;
  }

  /** A judge that is not believed yet shows what it can: what it says is not learned. */
  async #tryJudge(judging: Judging, unasked: number | undefined): Promise<void> {
    const { tally, routeDesk } = this.#options;
    const { call, judge, name } = judging;
    tally.judgeNotBelieved += 1;
    if (unasked !== undefined) {
      await this.#settled(judging, () => this.#plant(judging));
      return;
    }
    const worth = await this.#judged(judging);
    if (worth === undefined) return;
    // Held against people all the same: else one that they contradicted could never be believed again.
    routeDesk.labelling.judgedOnly(call.id, name, { worth, by: { kind: "judge", judge } });
  }

  #judged(judging: Judging): Promise<number | undefined> {
    return this.#settled(judging, async () => {
      await this.#plant(judging);
      this.#options.routeDesk.judges.trustIn(judging.judge).judged();
      return judgePair(this.#asking(judging), judging.pair);
    });
  }

  /** Shows the judge the answer to another question, where it is time for that. */
  async #plant(judging: Judging): Promise<void> {
    const { call, judge, pair } = judging;
    const { judges } = this.#options.routeDesk;
    const planted = this.#earlier.otherThan(call, pair.reference);
    if (!judges.trustIn(judge).wantsPlanted || planted === undefined) return;
    const worth = await judgePair(this.#asking(judging), { ...pair, other: planted });
    judges.sawThrough(judge, worth === 0);
  }

  /** @returns undefined where asking failed, which is counted and told */
  async #settled<Told>(
    { call, judge }: Judging,
    asking: () => Promise<Told>,
  ): Promise<Told | undefined> {
    const { tally, log, routeDesk } = this.#options;
    try {
      return await asking();
    } catch (error) {
      tally.failed += 1;
      routeDesk.failedBeside(call, judge, error);
      log.warn({ callId: call.id, judge, error: String(error) }, "a judge could not be asked");
      return undefined;
    }
  }

  #asking({ call, judge }: Judging): AskJudge {
    return (text) =>
      this.#options.ownCalls.ask({
        lever: "route",
        experiments: placesOfOwnCalls(call),
        policy: call.policy.name,
        headers: call.headers,
        ...targetIn(judge),
        text,
        maxTokens: JUDGE_TOKENS,
        timeoutMs: TIMEOUT_MS,
      });
  }
}

/** Who is asked about answers beside a longer text; undefined where nobody can be, or may be. */
const judgeFor = (
  { effects }: Call,
  { question, reference }: Pick<Answers, "question" | "reference">,
): string | undefined =>
  reference.said.kind === "text" && question !== undefined ? effects.route?.judge : undefined;

/** Its provider by name: what else the configuration makes of the model's name leads elsewhere. */
function targetIn(judge: string): Readonly<{ provider: string; model: string }> {
  const slash = judge.indexOf("/");
  return { provider: judge.slice(0, slash), model: judge.slice(slash + 1) };
}

const byForm = (reference: ReadAnswer, others: Answers["others"]): Comparison => ({
  kind: "decided",
  by: { kind: "form" },
  worths: new Map(
    [...others].map(([name, { said }]) => [name, saysTheSame(reference.said, said) ? 1 : 0]),
  ),
});
