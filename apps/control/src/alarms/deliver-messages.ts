import type { HeadgateConfig } from "@headgate/contract";
import type { AlarmStore, DeliveryAttempt, WaitingDelivery } from "@headgate/ledger";
import type { Logger } from "pino";
import { deliver as deliverNotice } from "../notifiers/deliver.ts";
import { alarmNotice } from "./alarm-notice.ts";
import { oneAtATime } from "./one-at-a-time.ts";

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * MINUTE_MS;
/** A message that nobody took for so long is not news. */
const GIVEN_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
/** Sent at once. */
const BATCH = 20;

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

/** Sends what is due, until nothing is. */
export function createDeliverer({ state, config, nowMs, log, stopped }: Options) {
  const failedAttempts = new Map<string, number>();

  const attempt = async (delivery: WaitingDelivery): Promise<DeliveryAttempt> => {
    const notifier = config().notifiers[delivery.notifier];
    if (notifier === undefined) {
      return { kind: "given_up", error: "no notifier of this name is configured" };
    }
    const outcome = await deliverNotice(alarmNotice(delivery.message), notifier, stopped);
    const atMs = nowMs();
    if (outcome.kind === "delivered") return { kind: "delivered", atMs };
    const error = outcome.reason;
    if (atMs - delivery.createdAtMs >= GIVEN_UP_AFTER_MS) return { kind: "given_up", error };
    return { kind: "failed", error, nextAttemptAtMs: atMs + pauseAfter(delivery.attempts + 1) };
  };

  const send = async (delivery: WaitingDelivery): Promise<void> => {
    const ended = await attempt(delivery);
    // What the stop cut off is no failure of the receiver's; it waits for the next start.
    if (ended.kind !== "delivered" && stopped.aborted) return;
    if (ended.kind !== "delivered") {
      const { alarm, notifier, message } = delivery;
      failedAttempts.set(notifier, (failedAttempts.get(notifier) ?? 0) + 1);
      log.warn(
        { alarm, notifier, kind: message.kind, error: ended.error },
        "message not delivered",
      );
    }
    await state.recordDelivery(delivery.id, ended);
  };

  const deliver = oneAtATime(async () => {
    while (!stopped.aborted) {
      const due = await state.dueDeliveries(nowMs(), BATCH);
      if (due.length === 0) return;
      await Promise.all(due.map(send));
    }
  });
  return { failedAttempts, deliver, underWay: () => deliver.underWay() } as const;
}
