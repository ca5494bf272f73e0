import { type AlarmConfig, type AlarmMeasurement, isFigureAlarm } from "@headgate/contract";
import { lookedAt } from "./measure/measure-anomaly.ts";
import { isoRange } from "./measure/measured.ts";

/** Where the console shows what is behind a measurement: a path with its query. */
export function alarmPath(alarm: AlarmConfig, measurement: AlarmMeasurement | undefined): string {
  if (measurement === undefined) return "/alarms";
  const { from, to } = measurement;
  const search = (parameters: Readonly<Record<string, string | undefined>>): string => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) query.set(name, value);
    }
    return query.toString();
  };
  if (isFigureAlarm(alarm)) {
    const asked = { ...alarm.filter, from, to };
    switch (alarm.on) {
      case "errors":
        return `/explore?${search({ measure: "errors", by: "outcome", ...asked })}`;
      // No view knows what was tried again; what failed is told apart by how it ended.
      case "retry_cost":
      case "retry_share":
        return `/explore?${search({ by: "outcome", ...asked })}`;
      case "unpriced":
        return `/calls?${search({ confidence: "unknown", ...asked })}`;
      case "spend":
      case "spend_rate":
      case "cache_hits":
        return `/calls?${search(asked)}`;
      default:
        return alarm satisfies never;
    }
  }
  switch (alarm.on) {
    case "bill_spend":
      return `/bills?${search({ cost: "billed", span: billSpan(measurement) })}`;
    case "bill_gap":
      return `/reconciliation?${search({ provider: alarm.provider, span: billSpan(measurement) })}`;
    case "bill_lag":
      return "/sources";
    case "anomaly": {
      // All that was judged: what is usual is learned from the days before it, so only the same range tells the same.
      const judged = isoRange(lookedAt(Date.parse(measurement.at)));
      return `/anomalies?${search({ ...alarm.filter, ...judged, grain: alarm.grain })}`;
    }
    case "forecast":
      return `/anomalies?${search({ ...alarm.filter, from, to })}`;
    case "kpi":
      return `/kpis?${search({ ...alarm.filter, from, to, kpi: alarm.kpi })}`;
    case "budget":
      return "/budgets";
    case "routing_quality":
      return `/routing${alarm.policy === undefined ? "" : `?${search({ policy: alarm.policy })}`}`;
    case "near_questions":
      return "/caches";
    case "commitment_expiry":
      return "/recommendations";
    case "cache_drop":
      return `/calls?${search({ ...alarm.filter, from, to })}`;
    default:
      return alarm satisfies never;
  }
}

const DAY_MS = 86_400_000;

/** The shortest span of the console's pages of bills, which end with today, that has all that was measured. */
function billSpan({ at, from }: AlarmMeasurement): "30d" | "90d" {
  const tomorrowMs = (Math.floor(Date.parse(at) / DAY_MS) + 1) * DAY_MS;
  return Date.parse(from) < tomorrowMs - 30 * DAY_MS ? "90d" : "30d";
}
