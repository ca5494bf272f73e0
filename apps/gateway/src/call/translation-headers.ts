import { responseHeaders } from "@headgate/contract";
import type { AnswerTranslation, Note, RequestTranslation } from "@headgate/providers";
import type { FlatHeaders } from "../http/answer-headers.ts";

/** Longer lists are cut: proxies drop answers with large heads. */
const MOST_CHARACTERS = 2_000;
/** Names of fields come from the client; a header holds visible ASCII only. */
const NOT_VISIBLE_ASCII = /[^\x20-\x7e]/g;

/** Tells the client what was translated, and what of it was left out or changed. */
export function translationHeaders(
  request: RequestTranslation,
  answer: AnswerTranslation | undefined,
): FlatHeaders {
  const headers: FlatHeaders = [responseHeaders.translated, `${request.from}->${request.to}`];
  const lost = [...request.lost, ...(answer === undefined ? [] : answer.notes.lost)];
  const near = [
    ...request.approximated,
    ...(answer === undefined ? [] : answer.notes.approximated),
  ];
  if (lost.length > 0) headers.push(responseHeaders.translationLost, listed(lost));
  if (near.length > 0) headers.push(responseHeaders.translationApproximated, listed(near));
  return headers;
}

function listed(notes: readonly Note[]): string {
  const fields = [...new Set(notes.map(({ field }) => field.replace(NOT_VISIBLE_ASCII, "?")))];
  const text = fields.join(", ");
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 3)}...`;
}
