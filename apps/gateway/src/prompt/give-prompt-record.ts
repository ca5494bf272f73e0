import type { IncomingMessage, ServerResponse } from "node:http";
import {
  HeadgateError,
  INTERNAL_PROMPTS_PATH,
  newCallId,
  PROMPT_UNDO_PATH,
  type PromptRecord,
} from "@headgate/contract";
import type { UndoneCall, UndoRecords } from "@headgate/levers";
import { errorWireFor } from "@headgate/providers";
import { admit } from "../call/admit.ts";
import { isFromControl } from "../http/is-from-control.ts";
import { sendError } from "../http/send-error.ts";
import { sendJson } from "../http/send-json.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";

type PromptRecords = Readonly<{ keys: WatchedKeys; undo: UndoRecords }>;

/** Gives the texts of a call that passes shortened back as they were, to the key that made the call and to no other. */
export async function givePromptRecord(
  { keys, undo }: PromptRecords,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "";
  try {
    if (request.method !== "GET") {
      throw new HeadgateError("method_not_allowed", "Use GET.", { allow: "GET" });
    }
    const { key } = await admit(request.headers, keys);
    const undone = undo.give(callIdIn(path, PROMPT_UNDO_PATH), key.id);
    if (undone === undefined) throw new HeadgateError("prompt_record_unknown");
    if (undone === "too-large") throw new HeadgateError("prompt_record_too_large");
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(recordOf(undone)));
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    sendError(response, errorWireFor(path, request.headers), error, newCallId());
  }
}

/** Answers what control asks of them. Control has asked who the person is. */
export function answerPrompts(
  undo: UndoRecords,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!isFromControl(request.headers, token)) {
    sendJson(response, 403, {});
    return;
  }
  const undone = undo.give(callIdIn(request.url ?? "", INTERNAL_PROMPTS_PATH), undefined);
  if (undone === undefined) sendJson(response, 404, {});
  else if (undone === "too-large") sendJson(response, 200, { is_too_large: true });
  else sendJson(response, 200, recordOf(undone));
}

/** The id as the path has it: what Headgate gives calls needs no escapes, and what has some is no id of its. */
const callIdIn = (url: string, path: string): string =>
  url.slice(path.length).split("?", 1)[0] ?? "";

const recordOf = ({ callId, digest, isVerified, texts }: UndoneCall): PromptRecord => ({
  call_id: callId,
  digest,
  is_same: isVerified,
  texts: texts.map(({ path, sent, steps }) => ({
    path: [...path],
    sent,
    steps: steps.map(({ pass, before }) => ({ pass, before })),
  })),
});
