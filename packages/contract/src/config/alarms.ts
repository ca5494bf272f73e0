import { z } from "zod";
import { filterQuery } from "../api/question.ts";
import { currencyName } from "../imports/amount.ts";
import { billSources } from "../imports/sources.ts";
import { routeTroubleKinds } from "../route-troubles.ts";
import { isTimeZone } from "../wall-time.ts";
import {
  type AlarmKpi,
  type AlarmMeasure,
  type AlarmUnit,
  alarmKpis,
  alarmMeasures,
  alarmWindows,
  figureMeasures,
} from "./alarm-measures.ts";
import { configName } from "./config-name.ts";

const units = {
  spend: "usd",
  spend_rate: "usd_per_hour",
  unpriced: "ratio",
  errors: "ratio",
  cache_hits: "ratio",
  retry_cost: "usd",
  retry_share: "ratio",
  cache_drop: "ratio",
  anomaly: "usd",
  forecast: "usd",
  bill_spend: "amount",
  bill_gap: "ratio",
  bill_lag: "days",
  budget: "ratio",
  routing_quality: "troubles",
  near_questions: "namespaces",
  commitment_expiry: "days",
} as const satisfies Record<Exclude<AlarmMeasure, "kpi">, AlarmUnit>;

/** What an alarm's value and thresholds are in. */
export const alarmUnitOf = (alarm: AlarmConfig): AlarmUnit =>
  alarm.on === "kpi" ? alarmKpis[alarm.kpi] : units[alarm.on];

const threshold = z
  .string('expected a number in quotes, e.g. "250" or "0.05"')
  .regex(/^\d{1,12}(\.\d{1,12})?$/, "expected a decimal number with at most twelve decimals");
const above = threshold.meta({
  description: "Fires above this, in quotes: dollars, a ratio from 0 to 1, or days.",
});
const below = threshold.meta({
  description: "Fires below this, in quotes: dollars, or a ratio from 0 to 1.",
});
const clear = threshold.optional().meta({
  description:
    "Ends only when the value is back at this or better; the threshold unless said. A gap keeps a value that wavers from firing again and again.",
});
const minCalls = z.int().min(0).default(0).meta({
  description: "With fewer calls in the window nothing is judged: the state stays as it was.",
});
const callFilter = filterQuery.strict().default({}).meta({
  description:
    "Only calls with these values, e.g. team: support; an empty text stands for calls without one; tag: key=value.",
});
const { organisation, team, project, feature, customer, environment, provider, model, category } =
  filterQuery.shape;
const billFilter = z
  .strictObject({
    organisation,
    team,
    project,
    feature,
    customer,
    environment,
    provider,
    model,
    category,
  })
  .default({})
  .meta({ description: "Only bill lines with these values; an empty text: lines without one." });

/** What every alarm has. */
const common = z.strictObject({
  name: configName,
  time_zone: z
    .string()
    .refine(isTimeZone, "expected a time zone such as Europe/Berlin or UTC")
    .default("UTC")
    .meta({
      description: "Whose midnight begins a day and a month; forecasts and bills are of UTC's.",
    }),
  remind_every_hours: z.int().min(1).max(720).default(24).meta({
    description: "How often a message is repeated while the alarm fires.",
  }),
  notify: z
    .array(configName)
    .max(10)
    .default([])
    .meta({ description: "Names under notifiers; without any, the console and /metrics tell." }),
});
const on = <Measure extends AlarmMeasure>(measure: Measure, description: string) =>
  z.literal(measure).meta({ description });

const figureAlarm = common.extend({
  on: z.enum(figureMeasures).meta({
    description:
      "spend: effective dollars of the window; spend_rate: dollars an hour; unpriced: attempts without a known price, as a ratio of all; errors: failed attempts, as a ratio of all; cache_hits: input tokens read from the provider's cache, as a ratio of all input tokens; retry_cost: dollars of attempts that failed or were retried; retry_share: the same as a ratio of spend.",
  }),
  filter: callFilter,
  window: z.enum(alarmWindows).meta({
    description: "1h, 24h and 7d end now; day and month are the calendar's, so far.",
  }),
  above: above.optional(),
  below: below.optional(),
  clear,
  min_calls: minCalls,
});

const cacheDropAlarm = common.extend({
  on: on(
    "cache_drop",
    "How far the cache hit rate of the window is below its own of the days before, as a ratio.",
  ),
  filter: callFilter,
  window: z.enum(["1h", "24h", "7d"]).meta({ description: "Ends now." }),
  baseline_days: z.int().min(1).max(90).default(14).meta({
    description: "Days before the window whose hit rate is the usual one.",
  }),
  above,
  clear,
  min_calls: minCalls,
});

const kpiAlarm = common.extend({
  on: on("kpi", "A KPI that is off its target, or beyond above or below where one is given."),
  kpi: z.enum(Object.keys(alarmKpis) as [AlarmKpi, ...AlarmKpi[]]),
  filter: callFilter,
  window: z.enum(["24h", "7d", "day", "month"]).meta({
    description: "One period: 24h and 7d end now; day and month are the last whole ones.",
  }),
  periods: z.int().min(1).max(12).default(1).meta({
    description: "It fires when this many periods one after the other are off.",
  }),
  above: above.optional(),
  below: below.optional(),
});

const anomalyAlarm = common.omit({ remind_every_hours: true }).extend({
  on: on("anomaly", "Spend that is off what is usual then: one message for each anomaly."),
  filter: callFilter,
  grain: z.enum(["hour", "day"]).default("day").meta({
    description: "Whole hours of the last day are looked at, or whole days of the last week.",
  }),
  direction: z.enum(["above", "below", "both"]).default("above").meta({
    description: "Too much, too little, or either.",
  }),
  above: above
    .optional()
    .meta({ description: "Only anomalies off by more than these dollars, in quotes." }),
});

const forecastAlarm = common.extend({
  on: on("forecast", "What the calendar month (UTC) is expected to have cost at its end."),
  filter: callFilter,
  above,
  clear,
});

const billSpendAlarm = common.extend({
  on: on("bill_spend", "Billed cost of the month (UTC) so far by bill lines, in one currency."),
  filter: billFilter,
  currency: currencyName.default("USD").meta({ description: "Lines in this currency alone." }),
  above,
  clear,
});

const billGapAlarm = common.extend({
  on: on(
    "bill_gap",
    "How far calls are off the use of models on the bill, as a ratio of it, for days that the bill reaches.",
  ),
  provider: z.string().min(1).optional().meta({ description: "As the price book names it." }),
  window: z.enum(["7d", "month"]).default("month").meta({
    description: "Whole days (UTC): the last seven, or the month so far.",
  }),
  above,
  clear,
});

const billLagAlarm = common.extend({
  on: on("bill_lag", "Days since a source of bills last brought lines that were new."),
  source: z.enum(billSources).optional().meta({
    description: "Only this source; each that ever brought lines unless said.",
  }),
  above,
});

const budgetAlarm = common.extend({
  on: on("budget", "The spend of a budget as a ratio of its limit, of its fullest account."),
  budget: configName.meta({ description: "A name under budgets." }),
  above: above.meta({ description: "Fires above this ratio from 0 to 1, in quotes." }),
});

const routingQualityAlarm = common.extend({
  on: on(
    "routing_quality",
    "What went wrong with the quality of routed calls: certificates that newer labels take away, models that answer rubbish, judges that are not believed.",
  ),
  policy: configName.optional().meta({
    description: "Only troubles of this policy, and those of judges, which are of none.",
  }),
  kinds: z
    .array(z.enum(routeTroubleKinds))
    .min(1)
    .default([...routeTroubleKinds])
    .meta({ description: "Which troubles; all unless said." }),
  window: z.enum(["1h", "24h", "7d"]).default("24h").meta({ description: "Ends now." }),
  above: above.default("0").meta({
    description: "Fires above so many troubles in the window, in quotes; any one unless said.",
  }),
});

const nearQuestionsAlarm = common.extend({
  on: on(
    "near_questions",
    "Namespaces of the semantic cache whose compared answers are wrong too often: those that serve nothing for it, and those beyond wrong_share where one is given.",
  ),
  namespace: z.string().min(1).optional().meta({
    description: "Only this namespace of exact_cache; all unless said.",
  }),
  wrong_share: threshold
    .refine((share) => scaled(share) <= scaled("1"), 'a ratio is from 0 to 1, e.g. "0.05"')
    .optional()
    .meta({
      description:
        "A ratio from 0 to 1, in quotes: counted too where more of the answers compared since the gateway started were wrong for certain (at 90 % confidence), served or in shadow.",
    }),
  above: above.default("0").meta({
    description: "Fires above so many namespaces, in quotes; any one unless said.",
  }),
});

const commitmentExpiryAlarm = common.extend({
  on: on(
    "commitment_expiry",
    "Days until the first of the commitments that are held ends, or the first credits expire; those that have ended more than a week ago are not told.",
  ),
  offer: configName.optional().meta({
    description: "Only this one of plans.commitments.offers; all unless said.",
  }),
  below: below.default("30").meta({
    description: "Fires with fewer days left than this, in quotes.",
  }),
});

/** In the order in which {@link alarmMeasures} has them. */
const alarmSchema = z
  .discriminatedUnion(
    "on",
    [
      figureAlarm,
      cacheDropAlarm,
      kpiAlarm,
      anomalyAlarm,
      forecastAlarm,
      billSpendAlarm,
      billGapAlarm,
      billLagAlarm,
      budgetAlarm,
      routingQualityAlarm,
      nearQuestionsAlarm,
      commitmentExpiryAlarm,
    ],
    {
      error: ({ code }) =>
        code === "invalid_union" ? `expected one of ${alarmMeasures.join(", ")}` : undefined,
    },
  )
  .superRefine((alarm, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: "custom", message, path: [path] });
    if (new Set(alarm.notify).size < alarm.notify.length) {
      fault("notify", "a notifier is named once");
    }
    checkThresholds(alarm, fault);
    if (alarm.on !== "spend" && alarm.on !== "spend_rate") return;
    const isCalendar = alarm.window === "day" || alarm.window === "month";
    if (isCalendar && alarm.on === "spend_rate") {
      fault("window", "a rate is measured over 1h, 24h or 7d");
    }
    if (isCalendar && alarm.on === "spend" && alarm.below !== undefined) {
      fault("window", "a day or month begins with no spend: below needs 1h, 24h or 7d");
    }
  });
export type AlarmConfig = z.output<typeof alarmSchema>;
export type AlarmOn<Measure extends AlarmMeasure> = Extract<AlarmConfig, { on: Measure }>;
export type FigureAlarm = z.output<typeof figureAlarm>;

export const isFigureAlarm = (alarm: AlarmConfig): alarm is FigureAlarm =>
  figureMeasures.some((figure) => figure === alarm.on);

/** The thresholds that an alarm was given; of an anomaly `above` is the least that is told. */
export function alarmThresholds(
  alarm: AlarmConfig,
): Readonly<Partial<Record<"above" | "below" | "clear", string | undefined>>> {
  return {
    above: "above" in alarm ? alarm.above : undefined,
    below: "below" in alarm ? alarm.below : undefined,
    clear: "clear" in alarm ? alarm.clear : undefined,
  };
}

function checkThresholds(alarm: AlarmConfig, fault: (path: string, message: string) => void): void {
  const thresholds = alarmThresholds(alarm);
  const { above: high, below: low, clear: end } = thresholds;
  const isFree = alarm.on === "kpi" || alarm.on === "anomaly";
  if (
    (high !== undefined && low !== undefined) ||
    (!isFree && high === undefined && low === undefined)
  ) {
    fault("on", `${alarm.on} has either above or below`);
    return;
  }
  if (alarmUnitOf(alarm) === "ratio") {
    for (const [path, value] of Object.entries(thresholds)) {
      if (value === undefined || scaled(value) <= scaled("1")) continue;
      fault(path, 'a ratio is from 0 to 1, e.g. "0.05" for 5 percent');
    }
  }
  if (end === undefined) return;
  if (high !== undefined && scaled(end) > scaled(high)) {
    fault("clear", "an alarm that fires above a threshold ends at it or below");
  }
  if (low !== undefined && scaled(end) < scaled(low)) {
    fault("clear", "an alarm that fires below a threshold ends at it or above");
  }
}

/** A threshold in trillionths, to be compared. */
function scaled(text: string): bigint {
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(`${whole}${fraction.padEnd(12, "0")}`);
}

/** More alarms than a minute can be relied on to measure help nobody. */
const MOST_ALARMS = 100;

export const alarmsSchema = z
  .array(alarmSchema)
  .max(MOST_ALARMS)
  .default([])
  .superRefine((alarms, context) => {
    const seen = new Set<string>();
    for (const [index, alarm] of alarms.entries()) {
      if (seen.has(alarm.name)) {
        context.addIssue({
          code: "custom",
          message: `two alarms are named "${alarm.name}"`,
          path: [index, "name"],
        });
      }
      seen.add(alarm.name);
    }
  });
