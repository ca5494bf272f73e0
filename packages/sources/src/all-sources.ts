import { anthropicBatch } from "./anthropic-batch/source.ts";
import { awsCostExplorer } from "./aws-cost-explorer/source.ts";
import { awsCur } from "./aws-cur/source.ts";
import { azureCostExport } from "./azure-cost-export/source.ts";
import { bedrockBatch } from "./bedrock-batch/source.ts";
import { bedrockInvocationLog } from "./bedrock-invocation-log/source.ts";
import { claudeCode } from "./claude-code/source.ts";
import { codex } from "./codex/source.ts";
import { focus } from "./focus/source.ts";
import { helicone } from "./helicone/source.ts";
import { litellm } from "./litellm/source.ts";
import { openaiBatch } from "./openai-batch/source.ts";
import type { Source } from "./source.ts";

/** Every kind of file that Headgate reads. The order says nothing: of several sources the surest reads a file. */
export const allSources: readonly Source[] = [
  anthropicBatch,
  awsCostExplorer,
  awsCur,
  azureCostExport,
  bedrockBatch,
  bedrockInvocationLog,
  claudeCode,
  codex,
  focus,
  helicone,
  litellm,
  openaiBatch,
];
