import { type ErrorCode, responseHeaders } from "@headgate/contract";
import { type Dispatcher, request } from "undici";
import type { ComposedCall } from "./compose-call.ts";

/** How a call went, seen from the client. */
export type CallOutcome =
  | Readonly<{
      kind: "answered";
      status: number;
      /** The gateway's error code when it can serve no call at all for now. */
      refusal: string | undefined;
    }>
  | Readonly<{ kind: "hung-up" }>
  /** The answer began and broke off. */
  | Readonly<{ kind: "broken"; message: string }>
  /** No connection, or none that gave an answer. */
  | Readonly<{ kind: "unreachable"; message: string }>;

/** Codes of the error catalogue that mean the same for each call: it is better to wait. */
const servesNobody: ReadonlySet<string> = new Set<ErrorCode>(["draining", "spool_unavailable"]);

/** Sends a call and reads its answer to the end, or as far as the client stays. */
export async function sendCall(
  gatewayUrl: string,
  call: ComposedCall,
  dispatcher: Dispatcher,
): Promise<CallOutcome> {
  let status: number | undefined;
  const hangUp = new AbortController();
  try {
    const answer = await request(gatewayUrl + call.path, {
      method: "POST",
      headers: call.headers,
      body: call.body,
      dispatcher,
      signal: hangUp.signal,
    });
    status = answer.statusCode;
    let chunks = 0;
    for await (const _chunk of answer.body) {
      chunks += 1;
      if (chunks === call.hangUpAfterChunks) hangUp.abort();
    }
    const code = answer.headers[responseHeaders.error];
    const refusal = typeof code === "string" && servesNobody.has(code) ? code : undefined;
    return { kind: "answered", status, refusal };
  } catch (error) {
    if (hangUp.signal.aborted) return { kind: "hung-up" };
    const message = error instanceof Error ? error.message || error.name : String(error);
    return status === undefined ? { kind: "unreachable", message } : { kind: "broken", message };
  }
}
