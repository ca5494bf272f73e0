import { setImmediate } from "node:timers/promises";
import { answerViewOf } from "@headgate/providers";
import type { Logger } from "pino";
import { AnswerCopy } from "../../call/answer-copy.ts";
import type { AttemptFacts } from "../../call/attempt.ts";
import type { Call } from "../../call/call.ts";
import type { CascadeDesk } from "../cascade/cascade-desk.ts";
import { BoundedQueue } from "../labels/bounded-queue.ts";
import type { RouteOfCall } from "../route-of-call.ts";
import type { AnswerWatch } from "./answer-watch.ts";

/** A longer answer is not looked at: nobody waits for it to be, but its bytes are held until then. */
const LONGEST_ANSWER = 262_144;

/** What became of answers of cheaper models that clients got. */
export type ServedCounts = { stood: number; failed: number; notRead: number; dropped: number };

type Options = Readonly<{ watch: AnswerWatch; cascades: CascadeDesk; log: Logger }>;

/**
 * Looks at what clients got of cheaper models where no cascade did before, once they have it: with the checks that cost nothing and
 * say that it is no answer.
 */
export class ServedAnswers {
  readonly #options: Options;
  readonly #queue = new BoundedQueue({ atOnce: 1, most: 200 });
  readonly counts: ServedCounts = { stood: 0, failed: 0, notRead: 0, dropped: 0 };

  constructor(options: Options) {
    this.#options = options;
  }

  /** Decides before a call is made whether its answer is looked at, and has it taken down if so. */
  begin(call: Call): boolean {
    const { route, cascade } = call.effects;
    if (route === undefined || route.chosen === route.reference || cascade !== undefined) {
      return false;
    }
    if (!this.#options.watch.isWatching(watchedOf(route))) return false;
    call.effects.copy ??= new AnswerCopy(LONGEST_ANSWER);
    return true;
  }

  /** Has the answer looked at, once the client has it. */
  end(call: Call, answered: AttemptFacts | undefined): void {
    const { route, copy } = call.effects;
    if (route === undefined || answered?.outcome !== "completed" || answered.status !== 200) return;
    if (answered.target !== route.chosen) return;
    const body = copy?.whole?.body;
    const isTaken = this.#queue.add(async () => {
      await setImmediate();
      this.#look(call, route, answered, body);
    });
    if (!isTaken) this.counts.dropped += 1;
  }

  /** Takes note of the checks that an answer failed which a client got out of a batch: control looked at it. */
  told(
    of: Readonly<{ pool: string; fingerprint: string; model: string }>,
    failed: readonly string[],
  ): void {
    const { watch } = this.#options;
    if (!watch.isWatching(of)) return;
    this.counts[failed.length > 0 ? "failed" : "stood"] += 1;
    watch.served(of, failed);
  }

  /** Resolves when all was looked at; tests wait for it. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  #look(
    call: Call,
    route: RouteOfCall,
    { stream, reading }: AttemptFacts,
    body: Buffer | undefined,
  ): void {
    const { watch, cascades, log } = this.#options;
    try {
      const view = body && answerViewOf(call.wire.format, { body, stream });
      const isGarbled = reading?.state === "garbled";
      const found = view === undefined ? undefined : cascades.failures(call, view);
      const failed = isGarbled ? ["unreadable"] : found;
      if (failed === undefined) {
        this.counts.notRead += 1;
        return;
      }
      this.counts[failed.length > 0 ? "failed" : "stood"] += 1;
      watch.served(watchedOf(route), failed);
    } catch (error) {
      this.counts.notRead += 1;
      log.warn({ callId: call.id, error: String(error) }, "an answer could not be looked at");
    }
  }
}

const watchedOf = ({ pool, use: { fingerprint = "", chosen: model } }: RouteOfCall) => ({
  ...{ pool, fingerprint, model },
});
