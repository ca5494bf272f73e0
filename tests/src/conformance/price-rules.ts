import type { PriceRecord, PriceTier, Usage } from "@headgate/contract";
import { type Charge, type PriceBook, type RatingInput, rateUsage } from "@headgate/pricing";
import { atMs, day } from "./day.ts";
import { timesPrice } from "./times-price.ts";

/** One rule of pricing as it holds for one provider's models. */
export type RuleResult = Readonly<{
  rule: string;
  provider: string;
  /** Models, or calls, that the rule was tried on; 0 where no price lets it be tried. */
  checked: number;
  faults: readonly string[];
}>;

type Model = ReturnType<PriceBook["list"]>[number];
type Rule = Readonly<{
  name: string;
  /** `undefined`: nothing to try on this model. */
  check: (book: PriceBook, model: Model) => readonly string[] | undefined;
}>;

/** Tries every rule on every model that has a price on the day. */
export function checkPriceRules(book: PriceBook): readonly RuleResult[] {
  const models = book.list({ at: day });
  const providers = [...new Set(models.map(({ provider }) => provider))].sort();
  return rules.flatMap(({ name, check }) =>
    providers.map((provider) => {
      const found = models
        .filter((model) => model.provider === provider)
        .map((model) => check(book, model))
        .filter((faults) => faults !== undefined);
      return { rule: name, provider, checked: found.length, faults: found.flat() };
    }),
  );
}

const MANY = 1_000;

/** Rates a usage in the tier, scope and place that a record is for. */
const rate = (
  book: PriceBook,
  record: PriceRecord,
  usage: Usage,
  more: Partial<RatingInput> = {},
): Charge =>
  rateUsage(book, {
    provider: record.provider,
    models: [record.model],
    usage,
    usageOrigin: "provider",
    operation: "chat",
    atMs,
    scope: record.scope,
    ...("place" in record && typeof record.place === "string" && { place: record.place }),
    ...(record.tier !== "standard" && { serviceTier: record.tier }),
    ...more,
  });

/** The records of a component, one for each tier, scope and place, without those for long prompts. */
const baseRecords = ({ records }: Model, component: string): readonly PriceRecord[] =>
  records.filter((record) => record.component === component && record.threshold === undefined);

const samePlace = (left: PriceRecord, right: PriceRecord): boolean =>
  left.scope === right.scope && placeIn(left) === placeIn(right);
const placeIn = (record: PriceRecord): unknown => ("place" in record ? record.place : undefined);

const sibling = (
  model: Model,
  record: PriceRecord,
  component: string,
  tier: PriceTier = record.tier,
): PriceRecord | undefined =>
  baseRecords(model, component).find((other) => other.tier === tier && samePlace(other, record));

const recordOf = (charge: Charge, component: string): string | undefined =>
  charge.lines.find((line) => line.component === component)?.priceRecord;

const unlessNone = <Item>(items: readonly Item[], faults: (items: readonly Item[]) => string[]) =>
  items.length === 0 ? undefined : faults(items);

const rules: readonly Rule[] = [
  {
    name: "a cache read is never priced as input",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input"), (inputs) =>
        inputs.flatMap((input) => {
          const charge = rate(book, input, { input: 1, cache_read: MANY });
          const used = recordOf(charge, "cache_read");
          const known = used === undefined ? undefined : book.record(used);
          if (known?.component === "cache_read") return [];
          if (used === undefined && charge.confidence === "unknown") return [];
          return [`${input.id}: a cache read was priced by ${String(used)}`];
        }),
      ),
  },
  {
    name: "a 1-hour cache write has a rate of its own, above that of 5 minutes",
    check: (book, model) =>
      unlessNone(baseRecords(model, "cache_write_1h"), (writes) =>
        writes.flatMap((write) => {
          const usage = { input: 1, cache_write_1h: MANY, cache_write_5m: MANY };
          const { lines } = rate(book, write, usage);
          const cost = (name: string) =>
            lines.find(({ component }) => component === name)?.listCost;
          const [hour, minutes] = [cost("cache_write_1h"), cost("cache_write_5m")];
          if (hour !== undefined && minutes !== undefined && hour > minutes) return [];
          return [`${write.id}: 1 hour ${String(hour)}, 5 minutes ${String(minutes)} picodollars`];
        }),
      ),
  },
  {
    name: "reasoning is counted once, at its own rate or the output's",
    check: (book, model) =>
      unlessNone(baseRecords(model, "output"), (outputs) =>
        outputs.flatMap((output) => {
          const charge = rate(book, output, { input: 1, output: 300, reasoning: 700 });
          const own = sibling(model, output, "reasoning");
          const expected =
            own === undefined
              ? timesPrice(output, MANY)
              : timesPrice(output, 300) + timesPrice(own, 700);
          const cost = charge.lines
            .filter(({ component }) => component !== "input")
            .reduce((sum, { listCost }) => sum + listCost, 0n);
          return cost === expected ? [] : [`${output.id}: ${cost} ≠ ${expected} picodollars`];
        }),
      ),
  },
  {
    name: "a batch costs half of the standard rate where the provider says so",
    check: (_book, model) => {
      if (!halfPrice.has(model.provider)) return undefined;
      const batches = ["input", "output"].flatMap((component) =>
        baseRecords(model, component).filter(({ tier }) => tier === "batch"),
      );
      return unlessNone(batches, (records) =>
        records.flatMap((batch) => {
          const standard = sibling(model, batch, batch.component, "standard");
          if (standard === undefined) return [];
          const [half, whole] = [timesPrice(batch, MANY), timesPrice(standard, MANY)];
          return half * 2n === whole ? [] : [`${batch.id}: ${half} of ${whole} picodollars`];
        }),
      );
    },
  },
  {
    name: "the response's tier chooses the rate",
    check: (book, model) =>
      unlessNone(
        baseRecords(model, "input").filter(({ tier }) => tier !== "standard"),
        (inputs) =>
          inputs.flatMap((input) => {
            const used = recordOf(rate(book, input, { input: MANY }), "input");
            return used === input.id ? [] : [`${input.id}: ${String(used)} was used`];
          }),
      ),
  },
  {
    name: "a long prompt re-prices what its record says, all of it or the part above",
    check: (book, model) =>
      unlessNone(
        model.records.filter(
          ({ component, threshold }) => component === "input" && threshold !== undefined,
        ),
        (records) => records.flatMap((record) => longPromptFaults(book, model, record)),
      ),
  },
  {
    name: "an unknown tier is unknown, not standard",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) =>
        unknownOr(
          rate(book, input as PriceRecord, { input: MANY }, { serviceTier: "no-such-tier" }),
        ),
      ),
  },
  {
    name: "a component without a price makes the charge unknown, not less",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) => {
        const has = model.records.some(({ component }) => component === "output_video");
        const usage = { input: MANY, output_video: 1 };
        return has ? [] : unknownOr(rate(book, input as PriceRecord, usage));
      }),
  },
  {
    name: "a call without known usage is unknown, not free",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) =>
        unknownOr(rate(book, input as PriceRecord, {}, { usageOrigin: "none" })),
      ),
  },
  {
    name: "usage that contradicts itself is never an exact cost",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) => {
        const usageViolations = ["total_tokens 3 ≠ 2"];
        const charge = rate(book, input as PriceRecord, { input: MANY }, { usageViolations });
        return charge.confidence === "exact" ? [`${input?.id}: is exact`] : [];
      }),
  },
  {
    name: "counting tokens and listing models cost nothing, exactly",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) =>
        (["count_tokens", "list_models"] as const).flatMap((operation) => {
          const { confidence, listCost } = rate(book, input as PriceRecord, {}, { operation });
          return confidence === "exact" && listCost === 0n ? [] : [`${operation} is ${confidence}`];
        }),
      ),
  },
];

const unknownOr = (charge: Charge): string[] =>
  charge.confidence === "unknown" && charge.listCost === undefined && charge.reason !== undefined
    ? []
    : [`is ${charge.confidence}: ${String(charge.listCost)} picodollars`];

/**
 * Whose batches cost half of everything, by their own pages: https://developers.openai.com/api/docs/guides/batch,
 * https://platform.claude.com/docs/en/build-with-claude/batch-processing,
 * https://ai.google.dev/gemini-api/docs/batch-api (all read 2026-11-25).
 */
const halfPrice: ReadonlySet<string> = new Set(["openai", "anthropic", "gemini"]);

function longPromptFaults(book: PriceBook, model: Model, record: PriceRecord): readonly string[] {
  const { threshold } = record;
  if (threshold === undefined) return [];
  const base = sibling(model, record, "input");
  const limit = threshold.above_input_tokens;
  const dearer = model.records.find(
    (other) =>
      other.component === "input" &&
      other.tier === record.tier &&
      samePlace(other, record) &&
      other.threshold !== undefined &&
      other.threshold.above_input_tokens > limit,
  );
  if (base === undefined || dearer !== undefined) return [];
  const costOf = (tokens: number): bigint =>
    rate(book, record, { input: tokens }).lines.reduce((sum, { listCost }) => sum + listCost, 0n);
  const at = timesPrice(base, limit);
  const above =
    threshold.applies_to === "whole_call"
      ? timesPrice(record, limit + MANY)
      : at + timesPrice(record, MANY);
  const faults: string[] = [];
  if (costOf(limit) !== at) faults.push(`${record.id}: ${costOf(limit)} at the limit, not ${at}`);
  if (costOf(limit + MANY) !== above) {
    faults.push(`${record.id}: ${costOf(limit + MANY)} above the limit, not ${above}`);
  }
  return faults;
}
