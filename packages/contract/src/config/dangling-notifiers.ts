import type { AlarmConfig } from "./alarms.ts";
import type { NotifierConfig } from "./notifiers.ts";

/** Names under `notify` that stand nowhere under `notifiers`, with their paths. */
export const danglingNotifiers = (
  config: Readonly<{
    alarms: readonly AlarmConfig[];
    notifiers: Readonly<Record<string, NotifierConfig>>;
  }>,
): readonly Readonly<{ path: readonly string[]; message: string }>[] =>
  config.alarms.flatMap(({ notify }, index) =>
    notify.flatMap((notifier, place) =>
      config.notifiers[notifier] === undefined
        ? [
            {
              path: ["alarms", String(index), "notify", String(place)],
              message: `no notifier "${notifier}" is configured`,
            },
          ]
        : [],
    ),
  );
