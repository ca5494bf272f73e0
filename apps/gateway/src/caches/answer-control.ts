import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { cachePurgeSchema, INTERNAL_CACHE_PATH } from "@headgate/contract";
import { isFromControl } from "../http/is-from-control.ts";
import { sendJson } from "../http/send-json.ts";
import type { CacheDesk } from "./cache-desk.ts";

/**
 * Answers what control asks of this process's cache. Control has asked who the person is; here only the token of
 * the run is looked at.
 */
export async function answerControl(
  desk: CacheDesk,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isFromControl(request.headers, token)) {
    sendJson(response, 403, {});
    return;
  }
  const path = (request.url ?? "").slice(INTERNAL_CACHE_PATH.length);
  if (path === "/purge" && request.method === "POST") {
    const asked = cachePurgeSchema.safeParse(await json(request));
    if (asked.success) sendJson(response, 200, { purged: await desk.purge(asked.data) });
    else sendJson(response, 400, {});
  } else if (path === "") sendJson(response, 200, await desk.stats());
  else if (path === "/prefix") sendJson(response, 200, desk.prefixStats());
  else {
    const entry = await desk.entryOf(decodeURIComponent(path.slice(1)));
    sendJson(response, entry === undefined ? 404 : 200, entry ?? {});
  }
}
