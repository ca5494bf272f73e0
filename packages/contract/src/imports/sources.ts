/**
 * Where a row of single calls can come from, most trusted first. This order is the precedence by which a
 * call that several sources saw is counted once: the first in the list counts, the others are kept as
 * having seen it. Headgate's own gateway read the provider's bytes and priced them; a provider's own record
 * comes next, then what another gateway wrote down, then what a client library told a tracer, then what tools wrote down
 * of their own calls, and last the events that the same tools and libraries tell beside it, which say least.
 */
export const attemptSources = [
  "gateway",
  "bedrock_invocation_log",
  "bedrock_batch",
  "openai_batch",
  "anthropic_batch",
  "litellm",
  "helicone",
  "otlp",
  "langfuse",
  "claude_code",
  "codex",
  "otlp_logs",
] as const;
export type AttemptSource = (typeof attemptSources)[number];

export const isAttemptSource = (name: string): name is AttemptSource =>
  attemptSources.some((source) => source === name);

/** Where bill lines come from, most trusted first: of two bills for the same money the first counts. */
export const billSources = [
  "aws_cur",
  "azure_cost_export",
  "openai_costs",
  "anthropic_cost_report",
  "focus",
  "aws_cost_explorer",
] as const;
export type BillSource = (typeof billSources)[number];

/** Where sums of usage come from that a provider worked out itself: no single calls, no bill. */
export const usageTotalSources = [
  "openai_usage",
  "anthropic_usage_report",
  "cloudwatch_bedrock",
  "otlp_metrics",
] as const;
export type UsageTotalSource = (typeof usageTotalSources)[number];

/** Where measurements of machines come from. */
export const gaugeSources = ["dcgm", "cloudwatch_sagemaker"] as const;
export type GaugeSource = (typeof gaugeSources)[number];

/** Where business events come from: no usage and no money, but what both were for. */
export const outcomeSources = ["outcomes"] as const;
export type OutcomeSource = (typeof outcomeSources)[number];

/** Everything that the ledger takes in. */
export const sourceNames = [
  ...attemptSources,
  ...billSources,
  ...usageTotalSources,
  ...gaugeSources,
  ...outcomeSources,
] as const;
export type SourceName = (typeof sourceNames)[number];
