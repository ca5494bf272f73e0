import type { BatchPorts } from "../ports.ts";
import { answerCopies } from "./answer-copies.ts";
import { expireCopies } from "./expire-copies.ts";
import { fillCommitments } from "./fill-commitments.ts";
import { giveBackHolds } from "./give-back-holds.ts";
import { lookAtBatch } from "./look-at-batch.ts";
import { RealTimeAsking } from "./real-time-asking.ts";
import { openBatches } from "./submit-batches.ts";
import { writeRows } from "./write-rows.ts";

/** The one that runs deferred work: of all processes that have its store open, one may. */
export interface BatchRunner {
  /**
   * Does all that is to be done at this moment, and returns how many things that were. Never two at once. What it asks in
   * real time it does not wait for: that goes on beside it, from tick to tick.
   */
  tick(): Promise<number>;
  /**
   * Waits until nothing is asked in real time any more, and returns whether anything was.
   * @throws what the store did when an answer was to be stored; the next tick takes that up
   */
  idle(): Promise<boolean>;
  /** Gives back what budgets hold for cancelled requests, without waiting for a tick. */
  giveBackHolds(): Promise<number>;
  /** Asks nothing more, and waits for what is under way. */
  close(): Promise<void>;
}

/** What is repeated while it finds work, so many times at most in one tick. */
const MOST_ROUNDS = 1_000;

/** Takes up what a process left that died, or a tick that failed, and then runs by ticks. */
export function createBatchRunner(ports: BatchPorts): BatchRunner {
  let begun = false;
  const asking = new RealTimeAsking(ports);
  let underWay: Promise<number> | undefined;
  const tick = async (): Promise<number> => {
    if (!begun) {
      await asking.takeUp();
      begun = true;
      // What was answered while no process ran is not asked again.
      await untilNothing(() => lookAtBatch(ports));
    }
    let done = await untilNothing(() => writeRows(ports));
    await fillCommitments(ports);
    // Deadlines first: what must be answered now waits for no batch.
    done += await asking.fill();
    done += await openBatches(ports);
    done += await untilNothing(async () => {
      // One after the other, and each may take its time: whoever has become due meanwhile is asked.
      await asking.fill();
      const looked = await lookAtBatch(ports);
      // Before what comes back of it is asked anew: a budget holds for it until then, and its rows are held against that.
      await untilNothing(() => writeRows(ports));
      return looked;
    });
    done += await untilNothing(() => answerCopies(ports));
    done += await asking.fill();
    // Behind the answers: who was answered late was answered.
    done += await untilNothing(() => expireCopies(ports));
    done += await untilNothing(() => writeRows(ports));
    // Behind the rows: what a provider answered all the same is spent before its hold is given back.
    done += await untilNothing(() => giveBackHolds(ports));
    return done;
  };
  /** What was left halfway is taken up as another process's would be, but for what is still under way. */
  const failed = (error: unknown): never => {
    begun = false;
    throw error;
  };
  return {
    tick: () => {
      underWay ??= tick()
        .catch(failed)
        .finally(() => {
          asking.rest();
          underWay = undefined;
        });
      return underWay;
    },
    idle: () => asking.idle().catch(failed),
    giveBackHolds: () => untilNothing(() => giveBackHolds(ports)),
    close: async () => {
      // A failure of it was told of when it happened.
      await underWay?.catch(() => undefined);
      await asking.close();
    },
  };
}

async function untilNothing(work: () => Promise<number>): Promise<number> {
  let done = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const some = await work();
    if (some === 0) return done;
    done += some;
  }
  return done;
}
