import {
  type SelfHostPlanReport,
  selfHostPlanRequest,
  type TrafficShape,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { builtInInfrastructure, infrastructureBook, planSelfHost } from "@headgate/planner";
import { loadPriceBook } from "@headgate/pricing";

/** A case of the grid: where its answer turns, in tokens a day, and what the API takes there a month. */
export type RuleCase = Readonly<{
  model: string;
  machine: string;
  shape: TrafficShape;
  people: "engineers paid" | "engineers there anyway";
  against: (typeof comparators)[number];
  /** Infinity: at no volume. */
  tokensPerDay: number;
  apiDollarsThere: number;
}>;

/** What self-hosting is held against: the cheapest host of the same weights, the same on Bedrock, a frontier model. */
const comparators = ["same weights", "same weights on Bedrock", "frontier model"] as const;

const models = ["llama-3.1-8b", "llama-3.3-70b", "gpt-oss-120b", "qwen3-235b-a22b-instruct-2507"];
/**
 * What an accelerator's hour costs; assumptions of this table. AWS p5.4xlarge and g6.xlarge (us-east-1, 2026-07-20) and
 * Nebius on demand (2026-05-18), as `packages/planner/data/infrastructure` has them.
 */
const machines = [
  { name: "H100 at $6.88", accelerator: "h100", price: "6.88" },
  { name: "H100 at $2.95", accelerator: "h100", price: "2.95" },
  { name: "L4 at $0.80", accelerator: "l4", price: "0.8048" },
];
export const shapes: readonly TrafficShape[] = ["flat", "daily_wave", "office_hours"];
const peoples = [
  { people: "engineers paid", operations: "12500" },
  { people: "engineers there anyway", operations: "0" },
] as const;
/** A model at $3 and $15 a million tokens, as frontier models have cost for years. */
const FRONTIER = "anthropic/claude-sonnet-4-6";
/** Of any grid point: prompts of 1,000 tokens, answers of 300, 60 ms a token at most, one replica spare. */
const TOKENS_PER_CALL = 1300;

/** Where self-hosting begins to pay over a grid of models, machines, shapes and people. */
export function ruleCases(nowMs: number): readonly RuleCase[] {
  const prices = loadPriceBook();
  const infrastructure = infrastructureBook(builtInInfrastructure());
  return models.flatMap((model) =>
    machines.flatMap(({ name, accelerator, price }) =>
      shapes.flatMap((shape) =>
        peoples.flatMap(({ people, operations }): readonly RuleCase[] => {
          const plan = (providers?: readonly string[]) =>
            planSelfHost(
              selfHostPlanRequest.parse({
                model,
                current_model: FRONTIER,
                api_providers: providers,
                accelerator,
                machine: { kind: "stated", dollars_per_hour: price },
                demand: {
                  kind: "stated",
                  calls_per_day: 10_000_000 / TOKENS_PER_CALL,
                  prompt_tokens: 1000,
                  answer_tokens: 300,
                  shape,
                },
                costs: { operations_per_month: operations },
              }),
              { trace: undefined, prices, infrastructure, nowMs },
            );
          const about = { model, machine: name, shape, people };
          return [
            turning({ ...about, against: "same weights" }, plan(), "hosts"),
            turning({ ...about, against: "same weights on Bedrock" }, plan(["bedrock"]), "hosts"),
            turning({ ...about, against: "frontier model" }, plan(), "current"),
          ].flatMap((one) => one ?? []);
        }),
      ),
    ),
  );
}

function turning(
  about: Omit<RuleCase, "tokensPerDay" | "apiDollarsThere">,
  plan: SelfHostPlanReport,
  against: "hosts" | "current",
): RuleCase | undefined {
  if (plan.kind === "no_plan") return undefined;
  const { hosts, current } = plan.api;
  const offer = against === "hosts" ? hosts[0] : current;
  const found = against === "hosts" ? plan.break_even : current?.break_even;
  const month = offer?.dollars_per_month;
  if (month === undefined || month === null || found === undefined || found === null)
    return undefined;
  const times =
    found.kind === "at" ? found.times_now : found.kind === "never" ? Number.POSITIVE_INFINITY : 0;
  return {
    ...about,
    tokensPerDay: times * plan.traffic.tokens_per_day,
    apiDollarsThere: (times * Number(parseDollars(month))) / 1e12,
  };
}

/** A rule of the field with the part of the cases in which it holds. */
export type RuleVerdict = Readonly<{ rule: string; against: string; cases: number; holds: number }>;

const rules: readonly Readonly<{
  rule: string;
  holds: (one: RuleCase) => boolean;
  people?: string;
}>[] = [
  { rule: "under 1M tokens a day: the API", holds: ({ tokensPerDay }) => tokensPerDay >= 1e6 },
  {
    // "Approaching" is taken as: the answer turns there or before three times as much.
    rule: "1M to 10M a day: approaching",
    holds: ({ tokensPerDay }) => tokensPerDay >= 1e6 && tokensPerDay <= 3e7,
  },
  { rule: "over 10M a day: self-host", holds: ({ tokensPerDay }) => tokensPerDay <= 1e7 },
  {
    rule: "from $10,000 a month at the API, with engineers there: self-host",
    holds: ({ apiDollarsThere }) => apiDollarsThere <= 10_000,
    people: "engineers there anyway",
  },
  {
    rule: "from $10,000 a month at the API, engineers paid: self-host",
    holds: ({ apiDollarsThere }) => apiDollarsThere <= 10_000,
    people: "engineers paid",
  },
];

/** In how many cases each rule holds; a volume at which the answer never turns speaks for the API. */
export const judgeRules = (cases: readonly RuleCase[]): readonly RuleVerdict[] =>
  comparators.flatMap((against) =>
    rules.map(({ rule, holds, people }) => {
      const those = cases.filter(
        (one) => one.against === against && (people === undefined || one.people === people),
      );
      return { rule, against, cases: those.length, holds: those.filter(holds).length };
    }),
  );

/** For people: where it turns, in tokens of a day. */
export const perDayText = (tokensPerDay: number): string =>
  Number.isFinite(tokensPerDay) ? `${(tokensPerDay / 1e6).toPrecision(3)} M` : "never";
