import {
  type ModelUsage,
  type Usage,
  type UsageComponent,
  usageComponents,
} from "@headgate/contract";
import { isJsonObject, type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";
import { UsageBuilder } from "../../token-counts.ts";
import { type Iterations, iterationsOf } from "./iterations.ts";
import { setTokens } from "./tokens.ts";

/**
 * Reads the `usage` of a message (`Usage` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read
 * 2026-11-28).
 *
 * Where `iterations` stand (compaction, advisor, fallback), they are what is billed, each at its own model's
 * prices and by its own length, as each is a sampling with a prompt of its own: the top level leaves compaction and
 * other models out (`BetaIterationsUsage` there, whose last `message` tells the context's size; an advisor:
 * https://platform.claude.com/docs/ko/agents-and-tools/tool-use/advisor-tool, not read again; a fallback:
 * the figures in https://github.com/ccusage/ccusage/issues/1552, read 2026-11-28).
 *
 * @param model the message's own model
 */
export function readMessagesUsage(raw: JsonObject, model: string | undefined): UsageReading {
  const builder = new UsageBuilder();
  const { own, others, unbilled } = iterationsOf(raw, model);
  if (!isListOfObjects(raw.iterations)) builder.violate("iterations is not a list of objects");
  const isApart = own.length === 0 && others.length + unbilled.length > 0;
  const answering = own.findLast(({ type }) => type !== "compaction") ?? own.at(-1);
  const earlier =
    model === undefined
      ? []
      : own.filter((one) => one !== answering).map((iteration) => ({ model, iteration }));
  if (!isApart) {
    const details = objectOrAbsent(raw.output_tokens_details);
    if (answering === undefined) setTokens(builder, [raw], details);
    // How much of which iteration was thinking is not stated.
    else if (earlier.length > 0) setTokens(builder, [answering]);
    else setTokens(builder, own, details);
  }
  if (model === undefined && own.length > 1) {
    builder.violate(
      `${own.length} iterations name no model: they are counted as one, whose length may have chosen another rate`,
    );
  }
  const tools = objectOrAbsent(raw.server_tool_use);
  builder.set("web_searches", builder.count(tools, "web_search_requests"));
  builder.set("web_fetches", builder.count(tools, "web_fetch_requests"));
  // Billed by the container's hours, which no answer states
  // (https://platform.claude.com/docs/en/about-claude/pricing, read 2026-11-28).
  builder.set("code_sessions", builder.count(tools, "code_execution_requests"));
  // 1.1 times the global rate (https://docs.aws.amazon.com/claude-platform/latest/userguide/data-residency.html, read 2026-11-28).
  const region = raw.inference_geo === "us" ? { region: "us" } : undefined;
  const geography = textOrAbsent(raw.inference_geo);
  if (geography !== undefined && !knownGeographies.has(geography)) {
    builder.violate(`inference_geo "${geography}" is not known, and may have prices of its own`);
  }
  for (const { model: other, iteration } of unbilled) {
    builder.violate(
      `an attempt on ${other} (${String(iteration.input_tokens)} in) was declined before any output: it is not billed and not in the usage`,
    );
  }
  if (earlier.length + others.length === 0) return { ...builder.reading(), ...region };
  const otherUsage = [...earlier, ...others].map((one) => readOther(one, builder));
  return { ...builder.reading(), otherUsage, ...region };
}

/** What the answer's own model used, all of its iterations together: what one object of usage can say of it. */
export function answerUsage(raw: JsonObject, model: string | undefined): Usage {
  const { usage, otherUsage = [] } = readMessagesUsage(raw, model);
  const whole: Partial<Record<UsageComponent, number | undefined>> = { ...usage };
  for (const earlier of otherUsage) {
    if (earlier.model !== model) continue;
    for (const component of usageComponents) {
      const quantity = earlier.usage[component];
      if (quantity === undefined) continue;
      const before = whole[component];
      whole[component] = before === undefined ? quantity : before + quantity;
    }
  }
  return whole;
}

/** Models that cannot be bound to a geography say `not_available`. */
const knownGeographies: ReadonlySet<string> = new Set(["us", "global", "not_available"]);

/** The tier that was billed; fast mode has prices of its own and is stated beside the tier. */
export const messagesServiceTier = (usage: JsonObject | undefined): string | undefined =>
  usage?.speed === "fast" ? "fast" : textOrAbsent(usage?.service_tier);

const isListOfObjects = (iterations: unknown): boolean =>
  iterations === undefined ||
  iterations === null ||
  (Array.isArray(iterations) && iterations.every(isJsonObject));

/** What is wrong with an iteration beside the message's own is told with its model's name. */
function readOther(
  { model, iteration }: Iterations["others"][number],
  whole: UsageBuilder,
): ModelUsage {
  const builder = new UsageBuilder();
  setTokens(builder, [iteration]);
  const { usage, violations } = builder.reading();
  for (const text of violations) whole.violate(`${model}: ${text}`);
  return { model, usage };
}
