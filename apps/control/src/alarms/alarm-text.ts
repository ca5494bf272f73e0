import {
  type AlarmConfig,
  alarmThresholds,
  alarmUnitOf,
  alarmValueText,
  counted,
  type FigureMeasure,
  isFigureAlarm,
} from "@headgate/contract";
import { kpiDefinitions } from "@headgate/planner";

const figureWords = {
  spend: "spend",
  spend_rate: "spend an hour",
  unpriced: "the share of attempts without a price",
  errors: "the share of failed attempts",
  cache_hits: "the share of input tokens read from cache",
  retry_cost: "the cost of failed and retried attempts",
  retry_share: "the share of spend on failed and retried attempts",
} as const satisfies Record<FigureMeasure, string>;

const windowWords = {
  "1h": "in the last hour",
  "24h": "in the last 24 hours",
  "7d": "in the last 7 days",
  day: "since the day began",
  month: "since the month began",
} as const;

const periodWords = { "24h": "24 hours", "7d": "7 days", day: "day", month: "month" } as const;

/** What an alarm watches, in words. */
export function aboutText(alarm: AlarmConfig): string {
  if (isFigureAlarm(alarm)) {
    return `${figureWords[alarm.on]}${scopeText(alarm.filter)} ${windowWords[alarm.window]}`;
  }
  switch (alarm.on) {
    case "cache_drop":
      return `the fall of the cache hit rate${scopeText(alarm.filter)} ${windowWords[alarm.window]} against the ${counted(alarm.baseline_days, "day")} before`;
    case "kpi":
      return `${kpiDefinitions[alarm.kpi].title.toLowerCase()}${scopeText(alarm.filter)}, ${periodsText(alarm)}`;
    case "anomaly":
      return `unusual spend${scopeText(alarm.filter)} by ${alarm.grain}`;
    case "forecast":
      return `spend${scopeText(alarm.filter)} expected at the month's end`;
    case "bill_spend":
      return `billed cost${scopeText(alarm.filter)} since the month began`;
    case "bill_gap":
      return `the gap between calls and the bill${alarm.provider === undefined ? "" : ` of ${alarm.provider}`}, ${alarm.window === "7d" ? "last 7 days" : "this month"}`;
    case "bill_lag":
      return `the time without new bill lines of ${alarm.source ?? "any source"}`;
    case "budget":
      return `the spend of the budget ${alarm.budget}`;
    case "routing_quality": {
      const whose = alarm.policy === undefined ? "" : ` of policy ${alarm.policy}`;
      return `troubles with the quality of routed calls${whose} ${windowWords[alarm.window]}`;
    }
    case "near_questions":
      return `wrong answers to near questions${alarm.namespace === undefined ? "" : ` of namespace ${alarm.namespace}`}`;
    case "commitment_expiry":
      return `the days until ${alarm.offer ?? "a commitment that is held"} ends`;
    default:
      return alarm satisfies never;
  }
}

const periodsText = ({ periods, window }: Extract<AlarmConfig, { on: "kpi" }>): string => {
  const isCalendar = window === "day" || window === "month";
  if (periods === 1) return isCalendar ? `last whole ${window}` : windowWords[window];
  return isCalendar
    ? `last ${periods} whole ${window}s`
    : `${periods} times ${periodWords[window]} on end`;
};

/** When an alarm fires, in words. */
export function conditionText(alarm: AlarmConfig): string {
  const { above, below } = alarmThresholds(alarm);
  const shown = (value: string): string => limitText(alarm, value);
  if (alarm.on === "anomaly") {
    const sides = {
      above: "too much",
      below: "too little",
      both: "too much or too little",
    } as const;
    const side = sides[alarm.direction];
    return above === undefined ? side : `${side} by more than ${shown(above)}`;
  }
  if (above !== undefined) return `above ${shown(above)}`;
  if (below !== undefined) return `below ${shown(below)}`;
  if (alarm.on === "kpi") return `off its target: ${kpiDefinitions[alarm.kpi].targetText}`;
  throw new TypeError("an alarm without a threshold");
}

const limitText = (alarm: AlarmConfig, value: string): string =>
  alarmValueText(alarmUnitOf(alarm), value, alarm.on === "bill_spend" ? alarm.currency : null);

function scopeText(filter: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(filter).map(([name, value]) =>
    value === "" ? `no ${name}` : `${name}=${value}`,
  );
  return parts.length === 0 ? "" : ` of ${parts.join(", ")}`;
}
