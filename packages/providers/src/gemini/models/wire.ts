import { JsonMeter } from "../../json-meter.ts";
import { unbilledAnswer } from "../../unbilled-answer.ts";
import type { Wire } from "../../wire.ts";
import { generateContent } from "../generate-content/wire.ts";

/** `GET /gemini/v1beta/models` and `/models/{model}`. */
export const geminiModels: Wire = {
  ...generateContent,
  format: "gemini.models",
  operation: "list_models",
  readRequest: () => ({ model: undefined, stream: false, usageRequested: true, json: undefined }),
  createMeter: ({ maxRetainedBytes }) => new JsonMeter(unbilledAnswer, maxRetainedBytes),
  withModel: (request) => request,
};
