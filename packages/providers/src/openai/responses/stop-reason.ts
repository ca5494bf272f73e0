import { type JsonObject, objectOrAbsent } from "../../json-values.ts";
import type { StopReason } from "../../translate/answer.ts";

/**
 * Why a response stopped (`Response.status` and `IncompleteDetails` in https://www.npmjs.com/package/openai, not read
 * again).
 */
export function responsesStopReason(response: JsonObject): StopReason | undefined {
  if (response.status === "completed") return "end";
  if (response.status !== "incomplete") return undefined;
  const reason = objectOrAbsent(response.incomplete_details)?.reason;
  if (reason === "max_output_tokens") return "length";
  return reason === "content_filter" ? "refusal" : "other";
}
