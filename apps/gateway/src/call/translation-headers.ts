import { responseHeaders } from "@headgate/contract";
import type { AnswerTranslation, Note, RequestTranslation } from "@headgate/providers";
import type { FlatHeaders } from "../http/answer-headers.ts";

/** Longer lists are cut: proxies drop answers with large heads. The row of the attempt says more. */
const MOST_CHARACTERS = 2_000;
/** Names of fields come from the client; a header holds visible ASCII only. */
const NOT_VISIBLE_ASCII = /[^\x20-\x7e]/g;

/** Tells the client what was translated, and what of it was left out or changed. */
export function translationHeaders(
  request: RequestTranslation,
  answer: AnswerTranslation | undefined,
): FlatHeaders {
  const headers: FlatHeaders = [responseHeaders.translated, `${request.from}->${request.to}`];
  const lost = [...request.notes.lost, ...(answer === undefined ? [] : answer.notes.lost)];
  const near = [
    ...request.notes.approximated,
    ...(answer === undefined ? [] : answer.notes.approximated),
  ];
  if (lost.length > 0) headers.push(responseHeaders.translationLost, listed(lost));
  if (near.length > 0) headers.push(responseHeaders.translationApproximated, listed(near));
  return headers;
}

/** Names losses between the events of a stream; the format's clients pass over a comment. */
export const lossComment = (lost: readonly Note[]): Buffer =>
  Buffer.from(`: headgate-lost ${listed(lost)}\n\n`, "latin1");

function listed(notes: readonly Note[]): string {
  const fields = [...new Set(notes.map(({ field }) => field.replace(NOT_VISIBLE_ASCII, "?")))];
  const text = fields.join(", ");
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 3)}...`;
}
