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
    const isOfRetries = alarm.on === "retry_cost" || alarm.on === "retry_share";
    const unpriced = alarm.on === "unpriced" ? { confidence: "unknown" } : {};
    const query = search({ ...unpriced, ...alarm.filter, from, to });
    return `${isOfRetries ? "/explore" : "/calls"}?${query}`;
  }
  switch (alarm.on) {
    case "bill_spend":
      return "/bills";
    case "bill_gap":
      return "/reconciliation";
    case "bill_lag":
      return "/sources";
    case "anomaly": {
      // All that was judged: what is usual is learned from the days before it, so only the same range tells the same.
      const judged = isoRange(lookedAt(alarm, Date.parse(measurement.at)));
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
    case "commitment_expiry":
      return "/recommendations";
    case "cache_drop":
      return `/calls?${search({ ...alarm.filter, from, to })}`;
    default:
      return alarm satisfies never;
  }
}
