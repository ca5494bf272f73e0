import type { IncomingMessage, ServerResponse } from "node:http";
import {
  HeadgateError,
  INTERNAL_PROMPTS_PATH,
  PROMPT_UNDO_PATH,
  type PromptRecord,
} from "@headgate/contract";
import type { UndoneCall, UndoRecords } from "@headgate/levers";
import { giveToKey, nameBelow } from "../http/give-to-key.ts";
import { isFromControl } from "../http/is-from-control.ts";
import { sendJson } from "../http/send-json.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";

type PromptRecords = Readonly<{ keys: WatchedKeys; undo: UndoRecords }>;

/** Gives the texts of a call that passes shortened back as they were, to the key that made the call and to no other. */
export function givePromptRecord(
  { keys, undo }: PromptRecords,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const give = (keyId: string, callId: string): PromptRecord => {
    const undone = undo.give(callId, keyId);
    if (undone === undefined) throw new HeadgateError("prompt_record_unknown");
    if (undone === "too-large") throw new HeadgateError("prompt_record_too_large");
    return recordOf(undone);
  };
  return giveToKey({ keys, path: PROMPT_UNDO_PATH, give }, request, response);
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
  const undone = undo.give(nameBelow(INTERNAL_PROMPTS_PATH, request.url ?? ""), undefined);
  if (undone === undefined) sendJson(response, 404, {});
  else if (undone === "too-large") sendJson(response, 200, { is_too_large: true });
  else sendJson(response, 200, recordOf(undone));
}

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
