import type { AnswerContext } from "@headgate/providers";
import type { Call } from "./call.ts";

/** What a translated answer says of itself where its provider does not. */
export const answerContext = ({ id, request }: Call): AnswerContext => ({
  callId: id,
  model: request.model ?? "",
  nowMs: Date.now(),
  includeUsage: request.stream && request.usageRequested,
});
