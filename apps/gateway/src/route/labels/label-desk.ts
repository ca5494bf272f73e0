import { failedChecks } from "@headgate/levers";
import { promptViewOf } from "@headgate/providers";
import type { Logger } from "pino";
import { AnswerCopy } from "../../call/answer-copy.ts";
import type { AttemptFacts } from "../../call/attempt.ts";
import type { Call } from "../../call/call.ts";
import { placesOfOwnCalls } from "../../call/places-of-own-calls.ts";
import type { OwnCalls } from "../../context/own-calls.ts";
import type { PoolTarget } from "../pool-targets.ts";
import type { RouteDesk } from "../route-desk.ts";
import type { RouteOfCall } from "../route-of-call.ts";
import { AnswerComparer, type Tried } from "./answer-comparer.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import type { JudgeTrust } from "./judge-trust.ts";
import type { LabelTally } from "./label-tally.ts";
import { requestBeside } from "./request-beside.ts";
import { type ReadAnswer, readAnswer, unreadable } from "./said-in.ts";
import { whoIsAsked } from "./who-is-asked.ts";

type LabelOptions = Readonly<{
  routeDesk: RouteDesk;
  ownCalls: OwnCalls;
  tally: LabelTally;
  log: Logger;
}>;

const LONGEST_ANSWER = 1_048_576;
const TIMEOUT_MS = 120_000;

/** The answer that the client got. */
type Served = Readonly<{ question: string | undefined; answer: ReadAnswer; isReference: boolean }>;

/** Has other models answer a share of the routed calls, after their clients were answered, and compares. */
export class LabelDesk {
  readonly #options: LabelOptions;
  readonly #queue = new BoundedQueue({ atOnce: 4, most: 100 });
  readonly #comparer: AnswerComparer;

  constructor(options: LabelOptions) {
    this.#options = options;
    this.#comparer = new AnswerComparer(options);
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
    if (route === undefined || copy === undefined || answered?.outcome !== "completed") return;
    const { target, stream, status } = answered;
    // An answer that was given though it had not stood is told of by the row of what failed after it.
    if (status !== 200 || (target !== route.chosen && target !== route.reference)) return;
    const { whole } = copy;
    // One that is too long to be taken down is still an answer: left out, it would not count.
    const answer =
      whole === undefined ? unreadable : readAnswer(call.wire.format, { body: whole.body, stream });
    const isReference = target === route.reference;
    const taken = this.#queue.add(() =>
      this.#learn(call, route, { question: questionIn(call), answer, isReference }),
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
    route: RouteOfCall,
    { question, answer, isReference }: Served,
  ): Promise<void> {
    const { tally, routeDesk, log } = this.#options;
    const { use } = route;
    const beside = whoIsAsked(call.id, route, call.policy.route);
    try {
      const served = isReference ? { ...answer, findings: undefined } : this.#looked(call, answer);
      const known = new Map<string, Tried>([[isReference ? use.reference : use.chosen, served]]);
      const aside = asideIn(call);
      if (aside !== undefined) known.set(use.chosen, aside);
      const first = beside.filter(({ name }) => name === use.reference);
      const answered = await this.#answersOf(call, { beside: first, known });
      const reference = answered.get(use.reference);
      // Where the reference failed, which is counted, there is nothing to be held against.
      if (reference === undefined) return;
      const isAsking = this.#isWorthAsking(call, { question, reference });
      if (isAsking) route.tellAsked(beside);
      const others = isAsking
        ? await this.#answersOf(call, { beside, known: answered })
        : unasked(beside, answered);
      others.delete(use.reference);
      if (others.size === 0) return;
      const isChosenServed = !isReference || call.effects.cascade?.aside !== undefined;
      this.#watchTries(call, route, { reference, others, isChosenServed });
      const compared = await this.#comparer.compare(call, { question, reference, others });
      if (compared.kind === "undecided") {
        routeDesk.labelling.undecided(call.id, others, compared.judge);
        return;
      }
      const { by, worths } = compared;
      const labels = new Map(
        [...worths].map(([name, worth]) => {
          return [name, { worth, by, findings: others.get(name)?.findings }] as const;
        }),
      );
      if (routeDesk.labelling.compared(call.id, labels) === "learned") tally.learned += labels.size;
    } catch (error) {
      tally.failed += 1;
      log.warn({ callId: call.id, error: String(error) }, "a call was not learned from");
    }
  }

  /** What the checks find in tries is what is usual of their models' answers. */
  #watchTries(
    call: Call,
    { pool, use: { fingerprint = "", chosen } }: RouteOfCall,
    {
      reference,
      others,
      isChosenServed,
    }: Readonly<{
      reference: ReadAnswer;
      others: ReadonlyMap<string, Tried>;
      /**
       * Whether the chosen model was asked for the client, also where a cascade set its answer aside: were only those counted, what
       * is usual would be made of the worst.
       */
      isChosenServed: boolean;
    }>,
  ): void {
    const { cascades, watch } = this.#options.routeDesk;
    const failuresOf = ({ view }: ReadAnswer) => view && cascades.failures(call, view);
    const ofReference = failuresOf(reference) ?? [];
    for (const [model, other] of others) {
      const failed = failuresOf(other);
      if (failed === undefined) continue;
      const isServed = isChosenServed && model === chosen;
      watch.tried({ pool, fingerprint, model }, { failed, ofReference, isServed });
    }
  }

  /**
   * Whether it matters what the others answer. Where nobody can compare them it does not, but to a cascade: what its checks
   * would have set aside would not have been given.
   */
  #isWorthAsking(
    call: Call,
    answered: Readonly<{ question: string | undefined; reference: ReadAnswer }>,
  ): boolean {
    return this.#comparer.canTell(call, answered) || call.policy.route.cascade !== "never";
  }

  #looked(call: Call, answer: ReadAnswer): Tried {
    const { view } = answer;
    const { cascades } = this.#options.routeDesk;
    return { ...answer, findings: view && cascades.findingsIn(call, view) };
  }

  /**
   * The answers that are known with what the others answer. One that fails is left out: in service the reference answers
   * in its place.
   */
  async #answersOf(
    call: Call,
    { beside, known }: Readonly<{ beside: readonly PoolTarget[]; known: Map<string, Tried> }>,
  ): Promise<Map<string, Tried>> {
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
          policy: call.policy.name,
          headers,
          timeoutMs: TIMEOUT_MS,
        });
        answers.set(name, this.#looked(call, readAnswer(format, { body, stream: false })));
      } catch (error) {
        tally.failed += 1;
        routeDesk.failedBeside(call, name, error);
        log.warn({ callId: call.id, model: name, error: String(error) }, "a model was not tried");
      }
    }
    return answers;
  }
}

/** The answers that are known, and in place of the others' what nobody compares: it is not paid for. */
const unasked = (
  beside: readonly PoolTarget[],
  known: ReadonlyMap<string, Tried>,
): Map<string, Tried> =>
  new Map([
    ...beside.map(({ name }) => [name, { ...unreadable, findings: undefined }] as const),
    ...known,
  ]);

/** The chosen model's answer that did not stand: it is paid for, and compared as any other. */
function asideIn({ effects }: Call): Tried | undefined {
  const aside = effects.cascade?.aside;
  if (aside === undefined) return undefined;
  const { findings } = aside;
  const answer = readAnswer(aside.format, aside);
  if (answer.said.kind !== "unreadable") return { ...answer, findings };
  // Nothing to compare, and what the checks say of it is enough: it is worth nothing.
  const isWorthless = findings === undefined || failedChecks(findings).length > 0;
  return isWorthless ? { ...answer, findings } : undefined;
}

function questionIn({ wire, request }: Call): string | undefined {
  const view = request.json === undefined ? undefined : promptViewOf(wire.format, request.json);
  const last = view?.messages.findLast(({ role }) => role === "user");
  const system = view === undefined ? [] : [...view.system];
  if (last === undefined) return undefined;
  return [...system, ...last.texts].map(({ text }) => text).join("\n\n");
}
