import type { IncomingHttpHeaders } from "node:http";
import { responseHeaders } from "@headgate/contract";
import type { AnswerTranslation } from "@headgate/providers";
import { answerHeaders, type FlatHeaders } from "../http/answer-headers.ts";
import type { Call } from "./call.ts";
import { costHeaders } from "./cost-headers.ts";
import type { Target } from "./plan-targets.ts";
import type { Sending } from "./sending.ts";
import { translationHeaders } from "./translation-headers.ts";

/** What describes the provider's bytes, which a translated answer does not have. */
const aboutBytes: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-length",
  "content-type",
]);

export type AnswerHead = Readonly<{
  call: Call;
  target: Target;
  sending: Sending;
  /** How many attempts were made. */
  attempts: number;
  /** The provider's. */
  headers: IncomingHttpHeaders;
  leaveOut: ReadonlySet<string> | undefined;
  translation: AnswerTranslation | undefined;
}>;

/** The headers of an answer: the provider's, ours, and what a translation has to tell. */
export function answerHead(head: AnswerHead): FlatHeaders {
  const { call, target, sending, attempts, translation } = head;
  const headers = answerHeaders(
    head.headers,
    translation === undefined ? head.leaveOut : aboutBytes,
  );
  if (translation !== undefined && sending.translation !== undefined) {
    headers.push("content-type", translation.contentType);
    headers.push(...Object.entries(translation.headers).flat());
    headers.push(...translationHeaders(sending.translation, translation));
  }
  headers.push(
    responseHeaders.callId,
    call.id,
    responseHeaders.provider,
    target.provider.name,
    responseHeaders.attempts,
    String(attempts),
  );
  const cut = call.effects.output?.cut;
  if (cut !== undefined) headers.push(responseHeaders.cut, cut);
  const looked = call.effects.cascade?.told;
  if (looked !== undefined) headers.push(responseHeaders.cascade, looked);
  if (call.tellsCost) headers.push(...costHeaders(call.effects, sending.edits));
  return headers;
}
