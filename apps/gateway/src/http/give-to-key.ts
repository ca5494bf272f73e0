import type { IncomingMessage, ServerResponse } from "node:http";
import { HeadgateError, newCallId } from "@headgate/contract";
import { errorWireFor } from "@headgate/providers";
import { admit } from "../call/admit.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";
import { sendError } from "./send-error.ts";

/** What is named below a path, for the key that asks. */
type Given = Readonly<{
  keys: WatchedKeys;
  path: string;
  /** @throws HeadgateError where that key has nothing of the name */
  give: (keyId: string, name: string) => unknown;
}>;

/** Answers GET of what a gateway holds in memory for one key, to that key and to no other, and lets nobody keep it. */
export async function giveToKey(
  { keys, path, give }: Given,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? "";
  try {
    if (request.method !== "GET") {
      throw new HeadgateError("method_not_allowed", "Use GET.", { allow: "GET" });
    }
    const { key } = await admit(request.headers, keys);
    const body = JSON.stringify(give(key.id, nameBelow(path, url)));
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(body);
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    sendError(response, errorWireFor(url, request.headers), error, newCallId());
  }
}

/** As it stands there: Headgate's own names need no escapes, and one that has some is none of its. */
export const nameBelow = (path: string, url: string): string =>
  url.slice(path.length).split("?", 1)[0] ?? "";
