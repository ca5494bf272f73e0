import { z } from "zod";
import { modelTarget } from "./model-target.ts";
import { routeTasksSchema } from "./route-tasks.ts";

const namePattern = z.string().min(1).max(256);

/** Which model answers a call. Nothing is done unless it is said here. */
export const routeSchema = z
  .strictObject({
    mode: z.enum(["off", "shadow", "on"]).default("off").meta({
      description:
        "off: not at all; shadow: what would be chosen is worked out and told, and the reference answers; on: the chosen model answers.",
    }),
    pool: z.array(modelTarget).max(32).default([]).meta({
      description:
        "The models that calls may go to, as provider/model; the reference is always one of them.",
    }),
    deny: z.array(modelTarget).max(200).default([]).meta({
      description:
        "Models that no call is moved to or tried at, whatever the pool says: they are as good as not in it, and what was learned of them is forgotten. The reference is always asked.",
    }),
    reference: modelTarget.optional().meta({
      description:
        "The model that quality is held against, as provider/model; what the client asks for unless said.",
    }),
    quality: z.number().min(0.5).max(1).optional().meta({
      description:
        "The dial: the share of the reference's quality that is kept, 0.95 unless said; a cheaper model is asked only where labels certify it. Not with budget_per_day.",
    }),
    budget_per_day: z
      .string()
      .regex(/^\d+(?:\.\d+)?$/, "expected dollars such as 25 or 12.50")
      .optional()
      .meta({
        description:
          "Instead of quality: dollars that this policy's calls, and what is asked to learn from them, may cost on a day at one gateway; the most quality that they buy, without a promise.",
      }),
    day_one: z.enum(["reference", "tiers"]).default("reference").meta({
      description:
        "Before there are labels. reference: the reference answers; tiers: models of the tier that is assumed to do for the call's task, where that task is plain. An assumption, told as one.",
    }),
    tasks: routeTasksSchema.meta({
      description: "Which calls are of which task, and which tier of model is assumed to do it.",
    }),
    shadow_share: z.number().min(0).max(0.5).default(0.05).meta({
      description:
        "The share of calls on which other models of the pool are asked beside, to learn from; each is paid for.",
    }),
    trial_share: z.number().min(0).max(0.5).default(0.2).meta({
      description:
        "The share of calls on which a model that is new in a pool that knows others is asked beside, until trial_calls of a task are judged, or nobody could judge as many; each is paid for.",
    }),
    trial_calls: z.int().min(20).max(50).default(30).meta({
      description: "How many judged calls of a task a new model's trial takes at most.",
    }),
    judge: modelTarget.optional().meta({
      description:
        "The model that compares two answers where their form does not tell which is right; none unless said, and then such answers are not judged.",
    }),
    providers: z.array(namePattern).max(64).optional().meta({
      description:
        "The providers that calls may go to, the judge's too; all of the pool unless said. The model that the client asks for is asked whatever stands here.",
    }),
    regions: z.array(namePattern).max(64).optional().meta({
      description:
        "Where calls may be served and judged: the region of a provider's configuration (a Vertex location too) must be one of these. A provider without a region is not asked then.",
    }),
    within_ms: z.int().min(100).max(3_600_000).optional().meta({
      description:
        "A model is chosen only where 95 of a hundred of its latest attempts at the call's task, of the last hour, were answered within so many milliseconds, or too few are known to say; one that failed was not. The reference is always asked.",
    }),
    cascade: z.enum(["never", "not_streamed", "always"]).default("never").meta({
      description:
        "Whether a cheaper model's answer is looked at before it is given, and the reference asked where it does not stand the checks. always: streams too, which are then held back until their end.",
    }),
  })
  .superRefine(({ mode, pool, deny, reference, quality, budget_per_day }, context) => {
    const issue = (path: string[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    if (mode !== "off" && pool.length === 0) issue(["pool"], `mode ${mode} needs a pool of models`);
    if (new Set(pool).size < pool.length) issue(["pool"], "names a model twice");
    if (pool.length > 0 && pool.every((name) => deny.includes(name))) {
      issue(["deny"], "leaves no model of the pool");
    }
    if (reference !== undefined && deny.includes(reference)) {
      issue(["deny"], `names the reference ${reference}, which is always asked`);
    }
    if (quality !== undefined && budget_per_day !== undefined) {
      issue(["budget_per_day"], "say either quality or budget_per_day: the dial is one of them");
    }
  });
export type RoutePolicy = z.infer<typeof routeSchema>;

/** Where the dial can be turned to without a new configuration. */
export const dialNotches = [0.8, 0.85, 0.9, 0.95, 0.98, 1] as const;

/** The share of the reference's quality that a policy keeps. */
export const promisedQuality = ({ quality }: RoutePolicy): number => quality ?? 0.95;

type Configured = Readonly<{ policies: readonly Readonly<{ route: RoutePolicy }>[] }>;
type Named = Readonly<{ path: string[]; target: string }>;

/** All targets that policies name for the choice of models, with their places. */
export const routeTargets = ({ policies }: Configured): readonly Named[] =>
  policies.flatMap(({ route: { pool, deny, reference, judge } }, index) => {
    const at = (...path: string[]): string[] => ["policies", String(index), "route", ...path];
    return [
      ...pool.map((target, place) => ({ path: at("pool", String(place)), target })),
      ...deny.map((target, place) => ({ path: at("deny", String(place)), target })),
      ...(reference === undefined ? [] : [{ path: at("reference"), target: reference }]),
      ...(judge === undefined ? [] : [{ path: at("judge"), target: judge }]),
    ];
  });
