import { type AnswerFindings, answerText, failedChecks, type LabelSource } from "@headgate/levers";
import { type AnswerView, answerViewOf, promptViewOf } from "@headgate/providers";
import type { Logger } from "pino";
import { AnswerCopy } from "../../call/answer-copy.ts";
import type { AttemptFacts } from "../../call/attempt.ts";
import type { Call } from "../../call/call.ts";
import { placesOfOwnCalls } from "../../call/places-of-own-calls.ts";
import type { OwnCalls } from "../../context/own-calls.ts";
import type { PoolTarget } from "../pool-targets.ts";
import type { RouteDesk } from "../route-desk.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import { judgePair, type Pair } from "./judge-pair.ts";
import type { JudgeTrust } from "./judge-trust.ts";
import type { LabelTally } from "./label-tally.ts";
import { requestBeside } from "./request-beside.ts";
import { sameByForm } from "./same-by-form.ts";
import { whoIsAsked } from "./who-is-asked.ts";

type LabelOptions = Readonly<{
  routeDesk: RouteDesk;
  ownCalls: OwnCalls;
  tally: LabelTally;
  log: Logger;
}>;

const LONGEST_ANSWER = 1_048_576;
const TIMEOUT_MS = 120_000;
/** What a model needs to answer with one word, thoughts included. */
const JUDGE_TOKENS = 1_024;

/** An answer to compare; what checks found in it, where that is to be learned from. */
type Other = Readonly<{ text: string; findings: AnswerFindings | undefined }>;
/** The answer that the client got; `view` where a cheaper model gave it. */
type Served = Readonly<{
  question: string;
  text: string;
  isReference: boolean;
  view: AnswerView | undefined;
}>;
/** What an answer is worth beside the reference's, and who says so. */
type Worth = Readonly<{ worth: number; by: LabelSource }>;

/** Has other models answer a share of the routed calls, after their clients were answered, and compares. */
export class LabelDesk {
  readonly #options: LabelOptions;
  readonly #queue = new BoundedQueue({ atOnce: 4, most: 100 });
  /** An answer to another question of each pool, to plant before judges. */
  readonly #earlier = new Map<string, string>();

  constructor(options: LabelOptions) {
    this.#options = options;
  }

  /** Decides before a call is made whether it is learned from, and has its answer taken down if so. */
  begin(call: Call): boolean {
    const { route } = call.effects;
    if (route === undefined || whoIsAsked(call.id, route, call.policy.route).length === 0)
      return false;
    call.effects.copy ??= new AnswerCopy(LONGEST_ANSWER);
    return true;
  }

  /** Asks the others, once the client has its answer. No client waits for it. */
  end(call: Call, answered: AttemptFacts | undefined): void {
    const { tally } = this.#options;
    const { route, copy } = call.effects;
    const whole = copy?.whole;
    if (route === undefined || answered?.outcome !== "completed" || whole === undefined) return;
    const { target, stream } = answered;
    // An answer that was given though it had not stood is told of by the row of what failed after it.
    if (whole.status !== 200 || (target !== route.chosen && target !== route.reference)) return;
    const answer = { body: whole.body, stream };
    const served = answerText(call.wire.format, answer);
    const question = questionIn(call);
    if (served === undefined || question === undefined) {
      tally.unreadable += 1;
      return;
    }
    const isReference = target === route.reference;
    const view = isReference ? undefined : answerViewOf(call.wire.format, answer);
    const taken = this.#queue.add(() =>
      this.#learn(call, route, { question, text: served, isReference, view }),
    );
    if (taken) tally.sampled += 1;
    else tally.dropped += 1;
  }

  /** What became of the calls that were to be learned from. */
  get tally(): Readonly<LabelTally> {
    return this.#options.tally;
  }

  /** How far the judges can be believed, by their names. */
  get judges(): ReadonlyMap<string, JudgeTrust> {
    return this.#options.routeDesk.judges.all;
  }

  /** Resolves when nothing is left to be learned; tests wait for it. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  close(): Promise<void> {
    return this.#queue.end();
  }

  async #learn(
    call: Call,
    route: NonNullable<Call["effects"]["route"]>,
    { question, text: served, isReference, view }: Served,
  ): Promise<void> {
    const { tally, routeDesk, log } = this.#options;
    const { use } = route;
    const beside = whoIsAsked(call.id, route, call.policy.route);
    route.tellAsked(beside);
    try {
      const findings = view === undefined ? undefined : routeDesk.cascades.findingsIn(call, view);
      const known = new Map<string, Other>([
        [isReference ? use.reference : use.chosen, { text: served, findings }],
      ]);
      const aside = asideIn(call);
      if (aside !== undefined) known.set(use.chosen, aside);
      const answers = await this.#answersOf(call, { beside, known });
      const reference = answers.get(use.reference)?.text;
      if (reference === undefined) {
        tally.unreadable += 1;
        return;
      }
      const worths = new Map<string, Worth & Pick<Other, "findings">>();
      for (const [name, { text, ...other }] of answers) {
        if (name === use.reference) continue;
        const found = await this.#compare(call, name, { question, reference, other: text });
        if (found === undefined) tally.notJudged += 1;
        else worths.set(name, { ...found, ...other });
      }
      this.#earlier.set(call.policy.name ?? "", reference);
      if (worths.size === 0) return;
      if (routeDesk.labelling.compared(call.id, worths) === "learned") tally.learned += worths.size;
    } catch (error) {
      tally.failed += 1;
      log.warn({ callId: call.id, error: String(error) }, "a call was not learned from");
    }
  }

  /** The answers that are known with what the others answer, in text; one that fails or answers no text is left out. */
  async #answersOf(
    call: Call,
    { beside, known }: Readonly<{ beside: readonly PoolTarget[]; known: Map<string, Other> }>,
  ): Promise<Map<string, Other>> {
    const { ownCalls, tally, log, routeDesk } = this.#options;
    const { format } = call.wire;
    const answers = new Map(known);
    for (const { name, target } of beside) {
      if (answers.has(name)) continue;
      const asked = requestBeside(call, target);
      if (asked === undefined) continue;
      try {
        const { headers } = call;
        const body = await ownCalls.send({
          ...asked,
          lever: "route",
          experiments: placesOfOwnCalls(call),
          headers,
          timeoutMs: TIMEOUT_MS,
        });
        const answer = { body, stream: false };
        const text = answerText(format, answer);
        const view = answerViewOf(format, answer);
        if (text === undefined || view === undefined) tally.unreadable += 1;
        else answers.set(name, { text, findings: routeDesk.cascades.findingsIn(call, view) });
      } catch (error) {
        tally.failed += 1;
        log.warn({ callId: call.id, model: name, error: String(error) }, "a model was not tried");
      }
    }
    return answers;
  }

  async #compare(call: Call, name: string, pair: Pair): Promise<Worth | undefined> {
    const byForm = pair.other === "" ? false : sameByForm(pair.reference, pair.other);
    if (byForm !== undefined) return { worth: byForm ? 1 : 0, by: { kind: "form" } };
    const { judge } = call.policy.route;
    if (judge === undefined) return undefined;
    const { tally, routeDesk } = this.#options;
    const worth = await this.#judge(call, judge, pair);
    const found: Worth | undefined =
      worth === undefined ? undefined : { worth, by: { kind: "judge", judge } };
    if (routeDesk.judges.trustIn(judge).isBelieved) return found;
    tally.judgeNotBelieved += 1;
    // Held against people all the same: else one that they contradicted could never be believed again.
    if (found !== undefined) routeDesk.labelling.judgedOnly(call.id, name, found);
    return undefined;
  }

  async #judge(call: Call, model: string, pair: Pair): Promise<number | undefined> {
    const { ownCalls, routeDesk } = this.#options;
    const { headers } = call;
    const ask = (text: string): Promise<string> =>
      ownCalls.ask({
        lever: "route",
        experiments: placesOfOwnCalls(call),
        headers,
        model,
        text,
        maxTokens: JUDGE_TOKENS,
        timeoutMs: TIMEOUT_MS,
      });
    const trust = routeDesk.judges.trustIn(model);
    const planted = this.#earlier.get(call.policy.name ?? "");
    if (
      trust.wantsPlanted &&
      planted !== undefined &&
      sameByForm(planted, pair.reference) !== true
    ) {
      const worth = await judgePair(ask, { ...pair, other: planted });
      routeDesk.judges.sawThrough(model, worth === 0);
    }
    trust.judged();
    return judgePair(ask, pair);
  }
}

/** The chosen model's answer that did not stand: it is paid for, and compared as any other. */
function asideIn({ effects }: Call): Other | undefined {
  const aside = effects.cascade?.aside;
  if (aside === undefined) return undefined;
  const { findings } = aside;
  const text = answerText(aside.format, aside);
  if (text !== undefined) return { text, findings };
  // Nothing to compare, and what the checks say of it is enough: it is worth nothing.
  const isWorthless = findings === undefined || failedChecks(findings).length > 0;
  return isWorthless ? { text: "", findings } : undefined;
}

function questionIn({ wire, request }: Call): string | undefined {
  const view = request.json === undefined ? undefined : promptViewOf(wire.format, request.json);
  const last = view?.messages.findLast(({ role }) => role === "user");
  const system = view === undefined ? [] : [...view.system];
  if (last === undefined) return undefined;
  return [...system, ...last.texts].map(({ text }) => text).join("\n\n");
}
