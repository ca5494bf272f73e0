import { anthropicBatch } from "./anthropic-batch/source.ts";
import { anthropicCostReport } from "./anthropic-cost-report/source.ts";
import { anthropicUsageReport } from "./anthropic-usage-report/source.ts";
import { awsCostExplorer } from "./aws-cost-explorer/source.ts";
import { awsCur } from "./aws-cur/source.ts";
import { azureCostExport } from "./azure-cost-export/source.ts";
import { bedrockBatch } from "./bedrock-batch/source.ts";
import { bedrockInvocationLog } from "./bedrock-invocation-log/source.ts";
import { claudeCode } from "./claude-code/source.ts";
import { cloudwatchBedrock } from "./cloudwatch-bedrock/source.ts";
import { cloudwatchSagemaker } from "./cloudwatch-sagemaker/source.ts";
import { codex } from "./codex/source.ts";
import { dcgm } from "./dcgm/source.ts";
import { focus } from "./focus/source.ts";
import { gateway } from "./gateway/source.ts";
import { helicone } from "./helicone/source.ts";
import { langfuse } from "./langfuse/source.ts";
import { litellm } from "./litellm/source.ts";
import { openaiBatch } from "./openai-batch/source.ts";
import { openaiCosts } from "./openai-costs/source.ts";
import { openaiUsage } from "./openai-usage/source.ts";
import { otlp } from "./otlp/source.ts";
import { otlpLogs } from "./otlp-logs/source.ts";
import { otlpMetrics } from "./otlp-metrics/source.ts";
import { outcomes } from "./outcomes/source.ts";
import type { Source } from "./source.ts";

/** Every kind of file that Headgate reads. The order says nothing: of several sources the surest reads a file. */
export const allSources: readonly Source[] = [
  anthropicBatch,
  anthropicCostReport,
  anthropicUsageReport,
  awsCostExplorer,
  awsCur,
  azureCostExport,
  bedrockBatch,
  bedrockInvocationLog,
  claudeCode,
  cloudwatchBedrock,
  cloudwatchSagemaker,
  codex,
  dcgm,
  focus,
  gateway,
  helicone,
  langfuse,
  litellm,
  openaiBatch,
  openaiCosts,
  openaiUsage,
  otlp,
  otlpLogs,
  otlpMetrics,
  outcomes,
];
