import {
  inputBuckets,
  inputTokens,
  isAnsweredByCache,
  type LedgerRow,
  outputBuckets,
  outputTokens,
  type Usage,
  type UsageComponent,
  usageComponents,
} from "@headgate/contract";
import { countText, knownCount } from "../../format/count-text.ts";
import { componentNames } from "../../format/words.ts";

type UsageBucket = Readonly<{
  component: UsageComponent;
  name: string;
  quantity: string;
  side: "in" | "out" | "other";
  /** Length against the largest bucket of tokens, from 0 to 1. */
  length: number;
}>;

/** One model's usage, ready to be drawn. */
export type UsageTable = Readonly<{
  buckets: readonly UsageBucket[];
  inputTokens: string;
  outputTokens: string;
}>;

type UsageReading = UsageTable &
  Readonly<{
    origin: string;
    /** What other models used within the answer. */
    others: readonly Readonly<{ key: string; model: string; usage: UsageTable }>[];
  }>;

const includes = (buckets: readonly string[], component: string) => buckets.includes(component);

const sideOf = (component: UsageComponent): UsageBucket["side"] => {
  if (includes(inputBuckets, component)) return "in";
  return includes(outputBuckets, component) ? "out" : "other";
};

const origins = {
  provider: "Read from the provider's own report",
  estimated: "Counted by Headgate: the provider's report did not come",
  none: "No usage is known, which is not the same as none",
} as const satisfies Record<LedgerRow["usage_origin"], string>;

const CACHE_ANSWERED = "None was used: the cache answered, and no provider was asked";

/** How the provider's report was read. What it did not say is absent here too. */
export const usageReading = ({
  usage,
  other_usage,
  usage_origin,
  cache,
}: LedgerRow): UsageReading => ({
  ...usageTable(usage),
  origin: isAnsweredByCache(cache?.status) ? CACHE_ANSWERED : origins[usage_origin],
  others: (other_usage ?? []).map((other, index) => ({
    key: `${index}:${other.model}`,
    model: other.model,
    usage: usageTable(other.usage),
  })),
});

function usageTable(usage: Usage): UsageTable {
  const said = usageComponents.flatMap((component) => {
    const quantity = usage[component];
    return quantity === undefined ? [] : [{ component, quantity, side: sideOf(component) }];
  });
  const most = Math.max(
    1,
    ...said.filter(({ side }) => side !== "other").map((one) => one.quantity),
  );
  return {
    buckets: said.map(({ component, quantity, side }) => ({
      component,
      name: componentNames[component],
      quantity: countText(quantity),
      side,
      length: side === "other" ? 0 : quantity / most,
    })),
    inputTokens: knownCount(inputTokens(usage)),
    outputTokens: knownCount(outputTokens(usage)),
  };
}
