import type { TranslatedFormat } from "../format.ts";
import { readGeminiError, writeGeminiError } from "./error.ts";
import { readGeminiAnswer } from "./read-answer.ts";
import { readGeminiRequest } from "./read-request.ts";
import { GeminiStreamReader } from "./stream-reader.ts";
import { GeminiStreamWriter } from "./stream-writer.ts";
import { writeGeminiAnswer } from "./write-answer.ts";
import { writeGeminiRequest } from "./write-request.ts";

/** Gemini's generateContent and streamGenerateContent. */
export const geminiGenerateContent: TranslatedFormat = {
  format: "gemini.generate_content",
  settingNames: {
    maxOutputTokens: "generationConfig.maxOutputTokens",
    temperature: "generationConfig.temperature",
    topP: "generationConfig.topP",
    topK: "generationConfig.topK",
    frequencyPenalty: "generationConfig.frequencyPenalty",
    presencePenalty: "generationConfig.presencePenalty",
    seed: "generationConfig.seed",
    stopSequences: "generationConfig.stopSequences",
    toolChoice: "toolConfig",
    parallelToolCalls: "parallelToolCalls",
    output: "generationConfig.responseMimeType",
    reasoning: "generationConfig.thinkingConfig",
    serviceTier: "serviceTier",
    user: "user",
  },
  readRequest: readGeminiRequest,
  writeRequest: writeGeminiRequest,
  readAnswer: readGeminiAnswer,
  writeAnswer: writeGeminiAnswer,
  streamReader: (notes) => new GeminiStreamReader(notes),
  streamWriter: (context, notes) => new GeminiStreamWriter(context, notes),
  streamContentType: "text/event-stream; charset=utf-8",
  // Google's Python client reads every line that does not begin with `data: ` as JSON, and fails
  // (google/genai/_api_client.py, `_iter_response_stream`, read 2026-11-28).
  takesComments: false,
  readError: readGeminiError,
  writeError: writeGeminiError,
};
