import type { TranslatedFormat } from "../format.ts";
import { readConverseError, writeConverseError } from "./error.ts";
import { readConverseAnswer } from "./read-answer.ts";
import { readConverseRequest } from "./read-request.ts";
import { ConverseStreamReader } from "./stream-reader.ts";
import { ConverseStreamWriter } from "./stream-writer.ts";
import { writeConverseAnswer } from "./write-answer.ts";
import { writeConverseRequest } from "./write-request.ts";

/** Amazon Bedrock's Converse and ConverseStream. */
export const bedrockConverse: TranslatedFormat = {
  format: "bedrock.converse",
  settingNames: {
    maxOutputTokens: "inferenceConfig.maxTokens",
    temperature: "inferenceConfig.temperature",
    topP: "inferenceConfig.topP",
    topK: "additionalModelRequestFields.top_k",
    frequencyPenalty: "frequencyPenalty",
    presencePenalty: "presencePenalty",
    seed: "seed",
    stopSequences: "inferenceConfig.stopSequences",
    toolChoice: "toolConfig.toolChoice",
    parallelToolCalls: "parallelToolCalls",
    output: "outputConfig.textFormat",
    reasoning: "additionalModelRequestFields.thinking",
    serviceTier: "serviceTier",
    user: "user",
  },
  readRequest: readConverseRequest,
  writeRequest: writeConverseRequest,
  readAnswer: readConverseAnswer,
  writeAnswer: (answer, _context, notes) => writeConverseAnswer(answer, notes),
  streamReader: (notes) => new ConverseStreamReader(notes),
  streamWriter: (_context, notes) => new ConverseStreamWriter(notes),
  streamContentType: "application/vnd.amazon.eventstream",
  // Frames of AWS's event stream have no comments.
  takesComments: false,
  readError: readConverseError,
  writeError: writeConverseError,
};
