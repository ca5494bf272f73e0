import type { AlarmDelivery, AlarmStatus } from "./alarms.ts";

/** A notifier of an alarm, with the message that tells how telling it goes; undefined before the first. */
export type LatestDelivery = Readonly<{ notifier: string; delivery: AlarmDelivery | undefined }>;

/**
 * How the latest message fared at each notifier that the alarm names, in their order. One that was not tried
 * yet says nothing while an earlier one was: messages wait behind one that nobody takes.
 */
export const latestDeliveries = ({
  notify,
  deliveries,
}: Pick<AlarmStatus, "notify" | "deliveries">): readonly LatestDelivery[] =>
  notify.map((notifier) => {
    const to = deliveries.filter((delivery) => delivery.notifier === notifier);
    return { notifier, delivery: to.find(({ attempts }) => attempts > 0) ?? to[0] };
  });
