import {
  type PromptPart,
  promptPartNames,
  type TokenBucket,
  type TokenUse,
  tokenBuckets,
} from "@headgate/contract";
import { formatDollars, type Picodollars, subtract, sum } from "@headgate/money";
import type { Ask, SqlRow } from "../ask.ts";
import { type Measure, sumOfPart } from "../measures.ts";
import { linePartsOf } from "../rollups/line-parts.ts";
import { type PartKey, partsOf } from "../rollups/parts.ts";
import type { Surroundings } from "../rollups/surroundings.ts";
import type { ScopedQuery } from "../scope.ts";
import {
  dollarsSum,
  integerOrNull,
  integerSum,
  picodollarsSum,
  wholePicodollarsSum,
} from "../sql-values.ts";

const sums = [
  ...promptPartNames.map(sumOfPart),
  "counted_prompts",
  "told_prompts",
  "attempt_count",
  "finished_calls",
  "unpriced_attempts",
  "input_tokens_sum",
  "output_tokens_sum",
  "cache_read_text_tokens_sum",
  "cache_read_audio_tokens_sum",
  "other_cache_read_tokens_sum",
  "cache_write_tokens_sum",
  "own_reasoning_tokens_sum",
  "other_reasoning_tokens_sum",
  "effective_cost_sum",
  "simulated_cost_sum",
] as const satisfies readonly Measure[];

/**
 * Where tokens went, for each value of a key.
 * @param key a whole number, or null; its name is `place`
 */
export async function tokenUse(
  query: ScopedQuery,
  key: PartKey,
  ask: Ask,
  known?: Surroundings,
): Promise<readonly Readonly<{ place: number | null; use: TokenUse }>[]> {
  const question = { keys: [key], measures: sums, unfinished: true };
  const parts = await partsOf(query, question, ask, known);
  const lines = linePartsOf(query, [key], parts.surroundings, "");
  const rows = await ask(
    `with ${parts.ctes}
    select place, ${sums.map((name) => addedSql(name)).join(", ")},
      sum(part_unfinished_calls) as unfinished_calls
    from parts group by place order by place nulls last`,
    parts.parameters,
  );
  const costs = await ask(
    `select place, bucket, sum(part_picodollars) as cost_amount
    from (${lines.sql}) group by place, bucket`,
    lines.parameters,
  );
  return rows.map((row) => {
    const place = integerOrNull(row, "place");
    return { place, use: useFrom(row, costsOf(costs, place)) };
  });
}

const addedSql = (name: (typeof sums)[number]): string =>
  name === "effective_cost_sum" || name === "simulated_cost_sum"
    ? `cast(sum(part_${name}) as varchar) as ${name}`
    : `sum(part_${name}) as ${name}`;

type Costs = ReadonlyMap<TokenBucket, Picodollars>;

function costsOf(rows: readonly SqlRow[], place: number | null): Costs {
  const costs = new Map<TokenBucket, Picodollars>();
  for (const row of rows) {
    if (integerOrNull(row, "place") !== place) continue;
    const bucket = tokenBuckets.find((name) => name === row.bucket);
    if (bucket === undefined) throw new TypeError(`no bucket "${row.bucket}"`);
    costs.set(bucket, wholePicodollarsSum(row, "cost_amount"));
  }
  return costs;
}

function useFrom(row: SqlRow, costs: Costs): TokenUse {
  const sumOf = (name: (typeof sums)[number]): number => integerSum(row, name);
  const parts = Object.fromEntries(
    promptPartNames.map((part) => [part, sumOf(sumOfPart(part))]),
  ) as Record<PromptPart, number>;
  const input = sumOf("input_tokens_sum");
  const told = Object.values(parts).reduce((total, tokens) => total + tokens, 0);
  const read =
    sumOf("cache_read_text_tokens_sum") +
    sumOf("cache_read_audio_tokens_sum") +
    sumOf("other_cache_read_tokens_sum");
  const written = sumOf("cache_write_tokens_sum");
  const reasoning = sumOf("own_reasoning_tokens_sum") + sumOf("other_reasoning_tokens_sum");
  const effective = picodollarsSum(row, "effective_cost_sum");
  return {
    calls: sumOf("finished_calls") + integerSum(row, "unfinished_calls"),
    attempts: sumOf("attempt_count"),
    input_tokens: input,
    parts,
    not_told_tokens: input - told,
    told_attempts: sumOf("told_prompts"),
    not_told_attempts: sumOf("counted_prompts") - sumOf("told_prompts"),
    uncached_tokens: input - read - written,
    cache_read_tokens: read,
    cache_write_tokens: written,
    visible_tokens: sumOf("output_tokens_sum") - reasoning,
    reasoning_tokens: reasoning,
    effective_cost: formatDollars(effective),
    unpriced_attempts: sumOf("unpriced_attempts"),
    simulated_cost: dollarsSum(row, "simulated_cost_sum"),
    costs: Object.fromEntries(
      [...costs].map(([bucket, cost]) => [bucket, formatDollars(cost)]),
    ) as TokenUse["costs"],
    other_cost: formatDollars(subtract(effective, sum([...costs.values()]))),
  };
}

/** Of no attempts. */
export const noUse: TokenUse = useFrom(
  Object.fromEntries([...sums, "unfinished_calls"].map((name) => [name, null])),
  new Map(),
);
