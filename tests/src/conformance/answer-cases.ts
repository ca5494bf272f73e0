import type { AnswerCase } from "./answer-case.ts";
import { anthropicCases } from "./cases/anthropic.ts";
import { bedrockCases } from "./cases/bedrock.ts";
import { compatibleCases } from "./cases/compatible.ts";
import { googleCases } from "./cases/google.ts";
import { openaiCases } from "./cases/openai.ts";

/** Every answer shape that Headgate reads; results of batches stand apart, since each is many answers. */
export const answerCases: readonly AnswerCase[] = [
  ...openaiCases,
  ...anthropicCases,
  ...googleCases,
  ...bedrockCases,
  ...compatibleCases,
];
