import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import { answerPlainly } from "./answer-plainly.ts";
import type { ControlProxy } from "./control-proxy.ts";

type MetricsRoom = Readonly<{
  registry: Registry;
  control: ControlProxy | undefined;
  adminKey: string | undefined;
}>;

/** The metrics of this process and of control, for whoever has the admin key, where there is one. */
export async function sendMetrics(
  { registry, control, adminKey }: MetricsRoom,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { authorization, host } = request.headers;
  const crossSite = request.headers["sec-fetch-site"] === "cross-site";
  // Control counts wrong keys, so it is asked before the key is looked at here.
  const address = request.socket.remoteAddress;
  const ofControl = crossSite
    ? undefined
    : await control?.metrics({ authorization, host, address });
  if (ofControl?.status === 429) {
    const headers = { "content-type": "text/plain", "retry-after": ofControl.retryAfter ?? "600" };
    response.writeHead(429, headers);
    response.end("too many wrong admin keys came from this address\n");
    return;
  }
  if (crossSite || !isAdmin(adminKey, authorization)) {
    answerPlainly(response, 403, "send the admin key as Authorization: Bearer");
    return;
  }
  response.writeHead(200, { "content-type": registry.contentType });
  response.end((await registry.metrics()) + (ofControl?.status === 200 ? ofControl.text : ""));
}

function isAdmin(adminKey: string | undefined, authorization: string | undefined): boolean {
  if (adminKey === undefined) return true;
  const expected = Buffer.from(`Bearer ${adminKey}`);
  const given = Buffer.from(authorization ?? "");
  return expected.length === given.length && timingSafeEqual(expected, given);
}
