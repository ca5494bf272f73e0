import { z } from "zod";
import { attributionFields } from "../attribution.ts";
import { isTimeZone } from "../wall-time.ts";
import type { AlarmConfig } from "./alarms.ts";
import { configName } from "./config-name.ts";
import type { NotifierConfig } from "./notifiers.ts";

/** What a budget counts. `concurrency`: calls under way at one time. */
export const budgetMeasures = ["dollars", "tokens", "requests", "concurrency"] as const;
export type BudgetMeasure = (typeof budgetMeasures)[number];

const calendarWindows = ["hour", "day", "week", "month"] as const;
export type CalendarWindow = (typeof calendarWindows)[number];

export const budgetActions = ["refuse", "alert", "step_down"] as const;
export type BudgetAction = (typeof budgetActions)[number];

/** What a call can be told from others by before it is made. */
export const budgetSubjects = [...attributionFields, "key_id"] as const;
export type BudgetSubject = (typeof budgetSubjects)[number];

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_MS = 366 * units.d;

/** `90m`, `24h` or `7d` in milliseconds. */
export function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units];
}

/** Stays a text, since a configuration is handed on as it was read. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[mhd]$/, 'expected a time such as "90m", "24h" or "7d"')
  // What is no time has its own fault already, and is not longer than anything.
  .refine((text) => !(durationMs(text) > LONGEST_MS), "expected at most 366 days");

const windowSchema = z.union(
  [
    z.enum(calendarWindows),
    z.strictObject({ rolling: duration }),
    z.strictObject({ every: duration, from: z.iso.datetime({ offset: true }) }),
  ],
  'expected hour, day, week, month, {rolling: "24h"} or {every: "7d", from: "2026-01-05T00:00:00Z"}',
);

const share = z
  .string('expected a share in quotes, e.g. "0.8"')
  .regex(/^(0\.\d{1,6}|1(\.0{1,6})?)$/, 'expected a share above 0 and up to 1, e.g. "0.8"')
  .refine((text) => Number(text) > 0, "expected a share above 0");

const matchSchema = z
  .strictObject(
    Object.fromEntries(budgetSubjects.map((subject) => [subject, z.string()])) as Record<
      BudgetSubject,
      z.ZodString
    >,
  )
  .partial()
  .extend({
    tag: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}=.*$/, "expected key=value")
      .optional(),
  })
  .default({});

const target = z.string().regex(/^[a-z0-9][a-z0-9_-]*\/.+$/, "expected provider/model");

const budgetSchema = z
  .strictObject({
    name: configName,
    match: matchSchema.meta({
      description:
        "Only calls with these values, e.g. team: support; an empty text stands for calls without one; tag: key=value. All calls unless said.",
    }),
    per: z.array(z.enum(budgetSubjects)).max(4).default([]).meta({
      description:
        "Each value of these has the whole limit for itself, e.g. [customer]; calls without one share one.",
    }),
    measure: z.enum(budgetMeasures).default("dollars").meta({
      description:
        "dollars: effective cost; tokens: all of prompt and answer; requests: calls; concurrency: calls under way at one time.",
    }),
    limit: z
      .string('expected a number in quotes, e.g. "500"')
      .regex(/^\d{1,15}(\.\d{1,12})?$/, 'expected a number in quotes, e.g. "500"')
      .meta({ description: "In quotes: dollars, or a whole number of what is counted." }),
    window: windowSchema.optional().meta({
      description:
        "When counting begins anew: hour, day, week (from Monday) or month of the calendar, every so long from a moment on, or rolling: what the last so long had. Not for concurrency.",
    }),
    time_zone: z
      .string()
      .refine(isTimeZone, "expected a time zone such as Europe/Berlin or UTC")
      .default("UTC")
      .meta({ description: "Whose midnight begins a day, week or month." }),
    alert_at: z.array(share).max(10).default([]).meta({
      description: 'Shares of the limit at which an alarm begins, in quotes: ["0.8", "1"].',
    }),
    notify: z.array(configName).max(10).default([]).meta({
      description: "Names under notifiers that its alarms go to.",
    }),
    at_limit: z.enum(budgetActions).default("refuse").meta({
      description:
        "refuse: no call whose worst case does not fit; alert: calls go on and are counted; step_down: calls go to step_down_to while that fits, then none.",
    }),
    step_down_to: target.optional().meta({ description: "provider/model of the cheaper model." }),
    step_down_at: share.optional().meta({
      description: "The share of the limit that the asked model may use; the whole unless said.",
    }),
  })
  .superRefine((budget, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: "custom", message, path: [path] });
    if (budget.measure === "concurrency") {
      if (budget.window !== undefined) fault("window", "concurrency has no window");
      if (budget.alert_at.length > 0) fault("alert_at", "concurrency has no alarms");
    } else if (budget.window === undefined) fault("window", `${budget.measure} need a window`);
    if (budget.measure !== "dollars" && !/^\d+$/.test(budget.limit)) {
      fault("limit", `${budget.measure} are counted in whole numbers`);
    }
    if (/^0+(\.0*)?$/.test(budget.limit)) {
      fault("limit", "expected more than nothing; to stop all calls, revoke their keys");
    }
    if (budget.at_limit === "step_down") {
      if (budget.step_down_to === undefined) fault("step_down_to", "a step down names its model");
      if (budget.measure !== "dollars") fault("at_limit", "only dollars can step down");
    } else {
      if (budget.step_down_to !== undefined) fault("step_down_to", "needs at_limit: step_down");
      if (budget.step_down_at !== undefined) fault("step_down_at", "needs at_limit: step_down");
    }
    if (new Set(budget.per).size < budget.per.length) fault("per", "each is named once");
    if (new Set(budget.notify).size < budget.notify.length) {
      fault("notify", "a notifier is named once");
    }
  });
export type BudgetConfig = z.output<typeof budgetSchema>;

/** Every call is held against each of them. */
const MOST_BUDGETS = 200;

export const budgetsSchema = z
  .array(budgetSchema)
  .max(MOST_BUDGETS)
  .default([])
  .superRefine((budgets, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of budgets.entries()) {
      if (seen.has(name)) {
        const message = `two budgets are named "${name}"`;
        context.addIssue({ code: "custom", message, path: [index, "name"] });
      }
      seen.add(name);
    }
  });

const tokens = z.int().positive().max(100_000_000);

/** What a budget reckons with where a request does not bound its own cost. */
export const worstCaseSchema = z
  .strictObject({
    max_input_tokens: tokens.default(1_000_000).meta({
      description:
        "The most that a prompt can be: the context window of the largest model. Holds where the request's bytes do not bound it, and never more than this.",
    }),
    max_output_tokens: tokens.default(128_000).meta({
      description: "The most that a model answers to a call that states no limit of its own.",
    }),
    models: z
      .array(
        z.strictObject({
          match: z
            .string()
            .regex(/^[^/]+\/.+$/, "expected provider/model; * stands for any letters")
            .meta({
              description: "provider/model; * stands for any letters. The first that fits.",
            }),
          max_input_tokens: tokens.optional(),
          max_output_tokens: tokens.optional(),
        }),
      )
      .default([])
      .meta({ description: "The same for models that have other limits." }),
    unmeasured: z
      .string('expected dollars in quotes, e.g. "0.50"')
      .regex(/^\d{1,9}(\.\d{1,12})?$/, 'expected dollars in quotes, e.g. "0.50"')
      .optional()
      .meta({
        description:
          "What a call can cost beside its tokens where it asks for what tokens do not bound (searches and other tools that the provider runs, audio, images); such calls are refused unless said.",
      }),
  })
  .prefault({});
export type WorstCaseConfig = z.output<typeof worstCaseSchema>;

/** Names in budgets that stand for nothing in the same file, with their paths. */
export const danglingBudgetNames = (
  config: Readonly<{
    alarms: readonly AlarmConfig[];
    budgets: readonly BudgetConfig[];
    notifiers: Readonly<Record<string, NotifierConfig>>;
    providers: Readonly<Record<string, unknown>>;
  }>,
): readonly Readonly<{ path: readonly string[]; message: string }>[] => [
  ...alarmsOnNothing(config),
  ...budgetsOnNothing(config),
];

type Named = Parameters<typeof danglingBudgetNames>[0];

const alarmsOnNothing = ({ alarms, budgets }: Pick<Named, "alarms" | "budgets">) =>
  alarms.flatMap((alarm, index) =>
    alarm.on !== "budget" || budgets.some(({ name }) => name === alarm.budget)
      ? []
      : [
          {
            path: ["alarms", String(index), "budget"],
            message: `no budget "${alarm.budget}" is configured`,
          },
        ],
  );

const budgetsOnNothing = (config: Omit<Named, "alarms">) =>
  config.budgets.flatMap(({ notify, step_down_to: to }, index) => {
    const path = ["budgets", String(index)];
    const provider = to?.slice(0, to.indexOf("/"));
    return [
      ...notify.flatMap((name, place) =>
        config.notifiers[name] === undefined
          ? [
              {
                path: [...path, "notify", String(place)],
                message: `no notifier "${name}" is configured`,
              },
            ]
          : [],
      ),
      ...(provider !== undefined && config.providers[provider] === undefined
        ? [
            {
              path: [...path, "step_down_to"],
              message: `no provider "${provider}" is configured`,
            },
          ]
        : []),
    ];
  });
