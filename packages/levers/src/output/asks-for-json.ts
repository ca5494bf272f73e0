import type { WireFormat } from "@headgate/contract";
import type { JsonObject } from "@headgate/providers";
import { answerFormOf } from "../answer-form.ts";

/** Whether a request asks for an answer that is one JSON value. */
export const asksForJson = (format: WireFormat, request: JsonObject): boolean =>
  answerFormOf(format, request)?.isJson === true;
