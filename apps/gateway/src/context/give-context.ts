import type { IncomingMessage, ServerResponse } from "node:http";
import { CONTEXT_PATH, type ContextText, HeadgateError, newCallId } from "@headgate/contract";
import type { ElidedTexts } from "@headgate/levers";
import { errorWireFor } from "@headgate/providers";
import { admit } from "../call/admit.ts";
import { sendError } from "../http/send-error.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";

type ContextTexts = Readonly<{ keys: WatchedKeys; elided: ElidedTexts }>;

/** Gives back a text that was taken out of a request, to the key whose request it was and to no other. */
export async function giveContext(
  { keys, elided }: ContextTexts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "";
  try {
    if (request.method !== "GET") {
      throw new HeadgateError("method_not_allowed", "Use GET.", { allow: "GET" });
    }
    const { key } = await admit(request.headers, keys);
    const handle = path.slice(CONTEXT_PATH.length).split("?", 1)[0] ?? "";
    const text = elided.give(key.id, handle);
    if (text === undefined) throw new HeadgateError("context_handle_unknown");
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify({ handle, text } satisfies ContextText));
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    sendError(response, errorWireFor(path, request.headers), error, newCallId());
  }
}
