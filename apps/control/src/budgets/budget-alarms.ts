import type { AlarmConfig, HeadgateConfig } from "@headgate/contract";

/** A configuration with an alarm for each share that its budgets name: `budget-NAME-80` at `"0.8"`. */
export function withBudgetAlarms(config: HeadgateConfig): HeadgateConfig {
  const added = config.budgets.flatMap((budget) =>
    budget.alert_at.map(
      (share): AlarmConfig => ({
        name: `budget-${budget.name}-${percentOf(share)}`,
        on: "budget",
        budget: budget.name,
        above: share,
        time_zone: budget.time_zone,
        remind_every_hours: REMIND_EVERY_HOURS,
        notify: budget.notify,
      }),
    ),
  );
  const taken = new Set(config.alarms.map(({ name }) => name));
  // By their names: `"0.8"` and `"0.80"` are one share.
  const fresh = [
    ...new Map(
      added.filter(({ name }) => !taken.has(name)).map((alarm) => [alarm.name, alarm]),
    ).values(),
  ];
  return fresh.length === 0 ? config : { ...config, alarms: [...config.alarms, ...fresh] };
}

/** The longest there is: a window is told of once, and a month reminds itself. */
const REMIND_EVERY_HOURS = 720;

/** `0.8` is 80, `0.825` is 82_5, as names take no point. */
function percentOf(share: string): string {
  const [whole = "0", fraction = ""] = share.split(".");
  const padded = `${whole}${fraction.padEnd(2, "0")}`;
  const percent = String(Number(padded.slice(0, whole.length + 2)));
  const rest = padded.slice(whole.length + 2).replace(/0+$/, "");
  return rest === "" ? percent : `${percent}_${rest}`;
}

/** The configuration in force with these; the same object while it is the same: what was looked at is known by it. */
export function alarmedConfig(config: () => HeadgateConfig): () => HeadgateConfig {
  let of = config();
  let alarmed = withBudgetAlarms(of);
  return () => {
    if (of !== config()) {
      of = config();
      alarmed = withBudgetAlarms(of);
    }
    return alarmed;
  };
}
