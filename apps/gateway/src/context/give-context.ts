import type { IncomingMessage, ServerResponse } from "node:http";
import { CONTEXT_PATH, type ContextText, HeadgateError } from "@headgate/contract";
import type { ElidedTexts } from "@headgate/levers";
import { giveToKey } from "../http/give-to-key.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";

type ContextTexts = Readonly<{ keys: WatchedKeys; elided: ElidedTexts }>;

/** Gives back a text that was taken out of a request, to the key whose request it was and to no other. */
export function giveContext(
  { keys, elided }: ContextTexts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const give = (keyId: string, handle: string): ContextText => {
    const text = elided.give(keyId, handle);
    if (text === undefined) throw new HeadgateError("context_handle_unknown");
    return { handle, text };
  };
  return giveToKey({ keys, path: CONTEXT_PATH, give }, request, response);
}
