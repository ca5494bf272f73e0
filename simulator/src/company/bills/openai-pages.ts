import { join } from "node:path";
import type { TokenBucket } from "@headgate/contract";
import { decimalOf } from "../exact-dollars.ts";
import { openaiShape, textsByDay, writeAdminPages } from "./admin-pages.ts";
import type { BilledLine, UsageSum } from "./billed-line.ts";

const componentWords: Readonly<Partial<Record<TokenBucket, string>>> = {
  input: "input",
  cache_read: "cached input",
  output: "output",
};

const projectOf = (team: string): string => `proj_constructed_${team}`;
const AMOUNT = "@amount@";

/** Answers of OpenAI's organization costs: dollars by day, project and line item. */
export function writeOpenaiCosts(folder: string, lines: readonly BilledLine[]): Promise<void> {
  return writeAdminPages(join(folder, "openai-costs"), {
    ...openaiShape,
    results: textsByDay(lines, costText),
  });
}

function costText({ route, component, team, quantity, picodollars }: BilledLine): string {
  const words = componentWords[component];
  if (words === undefined) throw new RangeError(`OpenAI bills no ${component}`);
  const text = JSON.stringify({
    object: "organization.costs.result",
    amount: { value: AMOUNT, currency: "usd" },
    line_item: `${route.title}${route.tier === "batch" ? " batch" : ""}, ${words}`,
    project_id: projectOf(team),
    organization_id: "org-constructed",
    quantity: Number(quantity),
    quantity_unit: "tokens",
  });
  return text.replace(`"${AMOUNT}"`, decimalOf(picodollars));
}

/** Answers of OpenAI's organization usage: completions, and embeddings apart. */
export async function writeOpenaiUsage(folder: string, sums: readonly UsageSum[]): Promise<void> {
  for (const kind of ["completions", "embeddings"] as const) {
    const ofKind = sums.filter(
      ({ route }) => (route.counts === "embedding") === (kind === "embeddings"),
    );
    await writeAdminPages(join(folder, "openai-usage", kind), {
      ...openaiShape,
      results: textsByDay(ofKind, (sum) => JSON.stringify(usageOf(kind, sum))),
    });
  }
}

function usageOf(kind: "completions" | "embeddings", sum: UsageSum): unknown {
  const { route, team, calls, quantities } = sum;
  const count = (bucket: TokenBucket): number => Number(quantities.get(bucket) ?? 0n);
  const result = {
    object: `organization.usage.${kind}.result`,
    input_tokens: count("input") + count("cache_read"),
    num_model_requests: calls,
    project_id: projectOf(team),
    user_id: null,
    api_key_id: null,
    model: route.responseModel,
  };
  if (kind === "embeddings") return result;
  return {
    ...result,
    input_cached_tokens: count("cache_read"),
    output_tokens: count("output"),
    input_audio_tokens: 0,
    output_audio_tokens: 0,
    batch: route.tier === "batch",
    service_tier: route.tier === "batch" ? null : "default",
  };
}
