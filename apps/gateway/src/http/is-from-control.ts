import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { INTERNAL_TOKEN_HEADER } from "@headgate/contract";

/** Whether a request carries the token of the run: it comes from this machine's control process. */
export function isFromControl(headers: IncomingHttpHeaders, token: string | undefined): boolean {
  const given = headers[INTERNAL_TOKEN_HEADER];
  if (token === undefined || typeof given !== "string") return false;
  const [expected, sent] = [Buffer.from(token), Buffer.from(given)];
  return expected.length === sent.length && timingSafeEqual(expected, sent);
}
