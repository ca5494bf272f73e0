import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { INTERNAL_TOKEN_HEADER } from "@headgate/contract";

/** Whether control asks: it knows the token of the run. */
export function isFromControl(token: string, { headers }: IncomingMessage): boolean {
  const given = headers[INTERNAL_TOKEN_HEADER];
  const [expected, sent] = [Buffer.from(token), Buffer.from(String(given))];
  return expected.length === sent.length && timingSafeEqual(expected, sent);
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
