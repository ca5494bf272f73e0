import type { SourceName } from "@headgate/contract";

/** Sources by the names people know. */
const sourceTitles = {
  gateway: "Headgate's gateway",
  bedrock_invocation_log: "Bedrock invocation log",
  bedrock_batch: "Bedrock batch output",
  openai_batch: "OpenAI batch output",
  anthropic_batch: "Anthropic batch output",
  litellm: "LiteLLM spend log",
  helicone: "Helicone export",
  otlp: "OpenTelemetry traces",
  langfuse: "Langfuse export",
  claude_code: "Claude Code log",
  codex: "Codex log",
  otlp_logs: "OpenTelemetry events",
  aws_cur: "AWS cost and usage report",
  azure_cost_export: "Azure cost export",
  openai_costs: "OpenAI costs",
  anthropic_cost_report: "Anthropic cost report",
  focus: "FOCUS bill",
  aws_cost_explorer: "AWS Cost Explorer",
  openai_usage: "OpenAI usage",
  anthropic_usage_report: "Anthropic usage report",
  cloudwatch_bedrock: "CloudWatch, Bedrock",
  otlp_metrics: "OpenTelemetry metrics",
  dcgm: "DCGM, GPUs",
  cloudwatch_sagemaker: "CloudWatch, SageMaker",
  outcomes: "Business outcomes",
} as const satisfies Record<SourceName, string>;

export const sourceTitle = (source: SourceName): string => sourceTitles[source];
