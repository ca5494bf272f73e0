import type { AlarmMessage, HeadgateConfig, NotifierConfig } from "@headgate/contract";
import type { AlarmStore, DeliveryAttempt, WaitingDelivery } from "@headgate/ledger";
import type { Logger } from "pino";
import { deliver as deliverNotice } from "../notifiers/deliver.ts";
import type { DeliveryOutcome } from "../notifiers/notice.ts";
import { alarmNotice, digestNotice } from "./alarm-notice.ts";
import type { AttemptEnd } from "./alarm-watch.ts";
import { grouped } from "./grouped.ts";
import { oneAtATime } from "./one-at-a-time.ts";

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * MINUTE_MS;
/** A message that nobody took for so long is not news. */
const GIVEN_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
/** Looked at at once: more than all alarms can tell in a minute. */
const BATCH = 200;

/** How long a delivery waits behind its n-th failed attempt, from 1: a minute, doubled each time, an hour at most. */
export const pauseAfter = (failures: number): number =>
  Math.min(LONGEST_PAUSE_MS, MINUTE_MS * 2 ** (failures - 1));

type Options = Readonly<{
  state: AlarmStore;
  config: () => HeadgateConfig;
  nowMs: () => number;
  log: Logger;
  stopped: AbortSignal;
}>;
type Deliveries = readonly [WaitingDelivery, ...WaitingDelivery[]];

/** Sends what is due, until nothing is; each notifier by itself, so that none waits for another. */
export function createDeliverer({ state, config, nowMs, log, stopped }: Options) {
  const endedAttempts = new Map<string, Record<AttemptEnd, number>>();

  /** Several messages that are due at once are one digest where people read them. */
  const send = async (deliveries: Deliveries): Promise<void> => {
    const [{ notifier }] = deliveries;
    const to = config().notifiers[notifier];
    const outcome = to === undefined ? undefined : await sendTo(to, deliveries, stopped);
    // What the stop cut off is no failure of the receiver's; it waits for the next start.
    if (outcome?.kind !== "delivered" && stopped.aborted) return;
    if (outcome?.kind === "delivered" && outcome.missed !== undefined)
      log.warn({ notifier, error: outcome.missed }, "message did not reach everybody");
    for (const delivery of deliveries) {
      const ended = attemptOf(delivery, outcome, nowMs());
      const counts = endedAttempts.get(notifier) ?? { delivered: 0, failed: 0, given_up: 0 };
      endedAttempts.set(notifier, { ...counts, [ended.kind]: counts[ended.kind] + 1 });
      if (ended.kind !== "delivered") {
        const { alarm, message } = delivery;
        log.warn(
          { alarm, notifier, kind: message.kind, error: ended.error },
          "message not delivered",
        );
      }
      await state.recordDelivery(delivery.id, ended);
    }
  };

  const deliver = oneAtATime(async () => {
    while (!stopped.aborted) {
      const due = await state.dueDeliveries(nowMs(), BATCH);
      if (due.length === 0) return;
      const ended = await Promise.allSettled(sendings(due, config().notifiers).map(send));
      const failures = ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      // The state did not take what happened: to go on would send the same again at once.
      if (failures.length > 0) throw new AggregateError(failures, "deliveries were not recorded");
    }
  });
  return { endedAttempts, deliver, underWay: () => deliver.underWay() } as const;
}

/** What is sent together: all for one person's channel, each by itself to a program. */
function sendings(
  due: readonly WaitingDelivery[],
  notifiers: HeadgateConfig["notifiers"],
): readonly Deliveries[] {
  return [...grouped(due, ({ notifier }) => notifier)].flatMap(([name, deliveries]) => {
    const [first, ...others] = deliveries;
    if (first === undefined) return [];
    return notifiers[name]?.kind === "webhook"
      ? deliveries.map((delivery): Deliveries => [delivery])
      : [[first, ...others] satisfies Deliveries];
  });
}

function sendTo(
  to: NotifierConfig,
  [first, ...others]: Deliveries,
  stopped: AbortSignal,
): Promise<DeliveryOutcome> {
  const messages: [AlarmMessage, ...AlarmMessage[]] = [
    first.message,
    ...others.map(({ message }) => message),
  ];
  const notice = others.length === 0 ? alarmNotice(first.message) : digestNotice(messages);
  return deliverNotice(notice, to, stopped);
}

/** What becomes of a delivery; without an outcome its notifier is gone. */
function attemptOf(
  { createdAtMs, attempts }: WaitingDelivery,
  outcome: DeliveryOutcome | undefined,
  atMs: number,
): DeliveryAttempt {
  if (outcome === undefined) {
    return { kind: "given_up", error: "no notifier of this name is configured" };
  }
  if (outcome.kind === "delivered") return { kind: "delivered", atMs };
  const { reason: error, retryAfterMs = 0 } = outcome;
  if (atMs - createdAtMs >= GIVEN_UP_AFTER_MS) return { kind: "given_up", error };
  // A receiver that asks for more than a day would never be told.
  const pause = Math.max(pauseAfter(attempts + 1), Math.min(retryAfterMs, GIVEN_UP_AFTER_MS));
  return { kind: "failed", error, nextAttemptAtMs: atMs + pause };
}
