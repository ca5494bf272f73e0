import type { BatchPorts } from "../ports.ts";
import { answerCopies } from "./answer-copies.ts";
import { askInRealTime, storeUnstored, type Unstored } from "./ask-in-real-time.ts";
import { expireCopies } from "./expire-copies.ts";
import { fillCommitments } from "./fill-commitments.ts";
import { giveBackHolds } from "./give-back-holds.ts";
import { lookAtBatches } from "./look-at-batches.ts";
import { openBatches } from "./submit-batches.ts";
import { writeRows } from "./write-rows.ts";

/** The one that runs deferred work: of all processes that have its store open, one may. */
export interface BatchRunner {
  /** Does all that is to be done at this moment, and returns how many things that were. Never two at once. */
  tick(): Promise<number>;
  /** Gives back what budgets hold for cancelled requests, without waiting for a tick. */
  giveBackHolds(): Promise<number>;
}

/** What is repeated while it finds work, so many times at most in one tick. */
const MOST_ROUNDS = 1_000;

/** Takes up what a process left that died, or a tick that failed, and then runs by ticks. */
export function createBatchRunner(ports: BatchPorts): BatchRunner {
  let begun = false;
  const unstored: Unstored = new Map();
  let underWay: Promise<number> | undefined;
  const tick = async (): Promise<number> => {
    if (!begun) {
      await storeUnstored(ports, unstored);
      const asked = await ports.store.takeUpAsked();
      if (asked > 0) ports.problem("asked_in_vain", { text: `${asked} were cut off` });
      begun = true;
      // What was answered while no process ran is not asked again.
      await untilNothing(() => lookAtBatches(ports));
    }
    let done = await untilNothing(() => writeRows(ports));
    await fillCommitments(ports);
    // Deadlines first: what must be answered now waits for no batch.
    done += await untilNothing(() => askInRealTime(ports, unstored));
    done += await openBatches(ports);
    done += await untilNothing(() => lookAtBatches(ports));
    done += await untilNothing(() => answerCopies(ports));
    // Before what is asked anew: an attempt that nobody knows the cost of counts at what its request still holds.
    done += await untilNothing(() => writeRows(ports));
    done += await untilNothing(() => askInRealTime(ports, unstored));
    // Behind the answers: who was answered late was answered.
    done += await untilNothing(() => expireCopies(ports));
    done += await untilNothing(() => writeRows(ports));
    // Behind the rows: what a provider answered all the same is spent before its hold is given back.
    done += await untilNothing(() => giveBackHolds(ports));
    return done;
  };
  return {
    tick: () => {
      underWay ??= tick()
        .catch((error: unknown) => {
          // What it left halfway is taken up as another process's would be: nothing is under way any more.
          begun = false;
          throw error;
        })
        .finally(() => {
          underWay = undefined;
        });
      return underWay;
    },
    giveBackHolds: () => untilNothing(() => giveBackHolds(ports)),
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
