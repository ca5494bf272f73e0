import { answerText } from "@headgate/levers";
import { promptViewOf } from "@headgate/providers";
import type { Logger } from "pino";
import { AnswerCopy } from "../../call/answer-copy.ts";
import type { AttemptFacts } from "../../call/attempt.ts";
import type { Call } from "../../call/call.ts";
import type { OwnCalls } from "../../context/own-calls.ts";
import type { PoolTarget } from "../pool-targets.ts";
import type { RouteDesk } from "../route-desk.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import { judgePair, type Pair } from "./judge-pair.ts";
import { JudgeTrust } from "./judge-trust.ts";
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
const MOST_JUDGES = 100;

/** Has other models answer a share of the routed calls, after their clients were answered, and compares. */
export class LabelDesk {
  readonly #options: LabelOptions;
  readonly #queue = new BoundedQueue({ atOnce: 4, most: 100 });
  readonly #judges = new Map<string, JudgeTrust>();
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
    if (whole.status !== 200 || answered.target !== route.chosen) return;
    const served = answerText(call.wire.format, { body: whole.body, stream: answered.stream });
    const question = questionIn(call);
    if (served === undefined || question === undefined) {
      tally.unreadable += 1;
      return;
    }
    const taken = this.#queue.add(() => this.#learn(call, route, { question, served }));
    if (taken) tally.sampled += 1;
    else tally.dropped += 1;
  }

  /** What became of the calls that were to be learned from. */
  get tally(): Readonly<LabelTally> {
    return this.#options.tally;
  }

  /** How far the judges can be believed, by their names. */
  get judges(): ReadonlyMap<string, JudgeTrust> {
    return this.#judges;
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
    { question, served }: Readonly<{ question: string; served: string }>,
  ): Promise<void> {
    const { tally, routeDesk, log } = this.#options;
    const { use } = route;
    const beside = whoIsAsked(call.id, route, call.policy.route);
    route.tellAsked(beside);
    try {
      const answers = await this.#answersOf(call, beside);
      const servedName = call.policy.route.mode === "on" ? use.chosen : use.reference;
      answers.set(servedName, served);
      const reference = answers.get(use.reference);
      if (reference === undefined) {
        tally.unreadable += 1;
        return;
      }
      const worth = new Map([[use.reference, 1]]);
      for (const [name, other] of answers) {
        if (name === use.reference) continue;
        const found = await this.#compare(call, { question, reference, other });
        if (found === undefined) tally.notJudged += 1;
        else worth.set(name, found);
      }
      this.#earlier.set(call.policy.name ?? "", reference);
      if (worth.size === 1) return;
      if (routeDesk.label(call.id, worth) === "learned") tally.learned += worth.size - 1;
    } catch (error) {
      tally.failed += 1;
      log.warn({ callId: call.id, error: String(error) }, "a call was not learned from");
    }
  }

  /** What the others answer, in text; one that fails or answers no text is left out. */
  async #answersOf(call: Call, beside: readonly PoolTarget[]): Promise<Map<string, string>> {
    const { ownCalls, tally, log } = this.#options;
    const answers = new Map<string, string>();
    for (const { name, target } of beside) {
      const asked = requestBeside(call, target);
      if (asked === undefined) continue;
      try {
        const { headers } = call;
        const body = await ownCalls.send({
          ...asked,
          lever: "route",
          headers,
          timeoutMs: TIMEOUT_MS,
        });
        const text = answerText(call.wire.format, { body, stream: false });
        if (text === undefined) tally.unreadable += 1;
        else answers.set(name, text);
      } catch (error) {
        tally.failed += 1;
        log.warn({ callId: call.id, model: name, error: String(error) }, "a model was not tried");
      }
    }
    return answers;
  }

  async #compare(call: Call, pair: Pair): Promise<number | undefined> {
    const byForm = sameByForm(pair.reference, pair.other);
    if (byForm !== undefined) return byForm ? 1 : 0;
    const { judge } = call.policy.route;
    return judge === undefined ? undefined : this.#judge(call, judge, pair);
  }

  async #judge(call: Call, model: string, pair: Pair): Promise<number | undefined> {
    const { ownCalls, tally, log } = this.#options;
    const { headers } = call;
    const ask = (text: string): Promise<string> =>
      ownCalls.ask({
        lever: "route",
        headers,
        model,
        text,
        maxTokens: JUDGE_TOKENS,
        timeoutMs: TIMEOUT_MS,
      });
    const trust = this.#trustIn(model);
    const planted = this.#earlier.get(call.policy.name ?? "");
    if (
      trust.wantsPlanted &&
      planted !== undefined &&
      sameByForm(planted, pair.reference) !== true
    ) {
      const wasBelieved = trust.isBelieved;
      const worth = await judgePair(ask, { ...pair, other: planted });
      trust.sawThrough(worth === 0);
      if (wasBelieved && !trust.isBelieved) {
        log.error({ judge: model, share: trust.share }, "a judge is not believed any more");
      }
    }
    trust.judged();
    const worth = await judgePair(ask, pair);
    if (trust.isBelieved) return worth;
    tally.judgeNotBelieved += 1;
    return undefined;
  }

  #trustIn(model: string): JudgeTrust {
    const known = this.#judges.get(model);
    if (known !== undefined) return known;
    const trust = new JudgeTrust();
    if (this.#judges.size < MOST_JUDGES) this.#judges.set(model, trust);
    return trust;
  }
}

function questionIn({ wire, request }: Call): string | undefined {
  const view = request.json === undefined ? undefined : promptViewOf(wire.format, request.json);
  const last = view?.messages.findLast(({ role }) => role === "user");
  const system = view === undefined ? [] : [...view.system];
  if (last === undefined) return undefined;
  return [...system, ...last.texts].map(({ text }) => text).join("\n\n");
}
