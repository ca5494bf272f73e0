import { DAY_MS } from "./calendar.ts";
import { type CallUsage, type CompanyCall, countOf } from "./company-call.ts";
import { type ModelRoute, routes } from "./model-route.ts";

type Work = Readonly<{ route: ModelRoute; usage: CallUsage }>;
type WorkChange = (work: Work) => Work;

type Where = Readonly<{
  name: string;
  feature: string;
  customer?: string;
  fromMs: number;
  toMs: number;
}>;

/** Something that makes a feature dearer for a time. */
export type PlantedAnomaly = Where &
  (
    | Readonly<{ kind: "retry_loop"; repeats: number }>
    | Readonly<{
        kind: "cache_loss" | "model_switch" | "prompt_growth";
        change: WorkChange;
      }>
  );

const HOUR_MS = 3_600_000;

/** What came out of the provider's cache is input again. */
export const loseCache: WorkChange = ({ route, usage }) => ({
  route,
  usage: {
    ...usage,
    input: countOf(usage, "input") + countOf(usage, "cache_read"),
    cache_read: 0,
  },
});

/** So many times the input that was not cached. */
export const growPrompts =
  (factor: number): WorkChange =>
  ({ route, usage }) => ({
    route,
    usage: { ...usage, input: Math.round(countOf(usage, "input") * factor) },
  });

/** The same work by another model. */
export const switchTo =
  (route: ModelRoute): WorkChange =>
  ({ usage }) => ({ route, usage });

/** One of each kind, at places that scale with the number of days. */
export function plantAnomalies(fromMs: number, days: number): readonly PlantedAnomaly[] {
  const at = (share: number): number => fromMs + Math.floor(days * share) * DAY_MS;
  const end = fromMs + days * DAY_MS;
  return [
    {
      name: "query-rewrite retries in a loop",
      kind: "retry_loop",
      feature: "query-rewrite",
      customer: "customer-01",
      fromMs: at(0.55) + 9 * HOUR_MS,
      toMs: at(0.55) + 17 * HOUR_MS,
      repeats: 5,
    },
    {
      name: "code-review's prompts are cached no more",
      kind: "cache_loss",
      feature: "code-review",
      fromMs: at(0.4),
      toMs: at(0.4) + 2 * DAY_MS,
      change: loseCache,
    },
    {
      name: "answer-draft's prompts double",
      kind: "prompt_growth",
      feature: "answer-draft",
      fromMs: at(0.7),
      toMs: end,
      change: growPrompts(2),
    },
    {
      name: "triage moves to a dearer model",
      kind: "model_switch",
      feature: "triage",
      fromMs: at(0.8),
      toMs: end,
      change: switchTo(routes.bedrockSonnet),
    },
  ];
}

/** The anomaly that a call lies in. */
export const anomalyAt = (
  { atMs, customer, feature }: CompanyCall,
  anomalies: readonly PlantedAnomaly[],
): PlantedAnomaly | undefined =>
  anomalies.find(
    (anomaly) =>
      anomaly.feature === feature.name &&
      atMs >= anomaly.fromMs &&
      atMs < anomaly.toMs &&
      (anomaly.customer === undefined || anomaly.customer === customer),
  );
