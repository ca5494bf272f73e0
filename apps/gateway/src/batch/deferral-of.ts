import type { IncomingHttpHeaders } from "node:http";
import { HeadgateError, requestHeaders } from "@headgate/contract";
import { batchPathOf } from "@headgate/providers";
import type { Call } from "../call/call.ts";
import { deadlineOf, readOrRefuse } from "./deadline-of.ts";
import { webhookOf } from "./webhook-of.ts";

/** How a call waits for its answer. */
export type Deferral = Readonly<{
  deadlineMs: number;
  /** On its connection; otherwise it gets a handle. */
  waits: boolean;
  webhook: string | undefined;
}>;

type Deferrable = Pick<Call, "wire" | "request" | "headers" | "policy" | "madeBy">;

/**
 * Whether a call is answered later, by what its client asks and the policy says; `undefined`: it is answered now.
 *
 * @param path as the client sent it, without a query
 * @throws HeadgateError `deadline_invalid`, `header_invalid`, `deferral_off` or `deferral_refused`
 */
export function deferralOf(call: Deferrable, path: string, nowMs: number): Deferral | undefined {
  const { headers, policy, madeBy } = call;
  // A lever waits for its call.
  if (madeBy !== undefined) return undefined;
  const { when, deadline } = policy.batch;
  const asked = deadlineOf(headers, nowMs);
  const waits = waitsOf(headers);
  if (asked === undefined) {
    if (when !== "always" || whyNow(call, path) !== undefined) return undefined;
    return { deadlineMs: readOrRefuse(deadline, nowMs), waits, webhook: webhookOf(headers) };
  }
  const reason = whyNow(call, path);
  // Who waits gets the answer in any case, if not for less.
  if (waits && (when === "never" || reason !== undefined)) return undefined;
  if (when === "never") throw new HeadgateError("deferral_off");
  if (reason !== undefined) throw new HeadgateError("deferral_refused", reason);
  return { deadlineMs: asked, waits, webhook: webhookOf(headers) };
}

/** Why a call can only be answered now, in a sentence. */
function whyNow({ wire, request }: Deferrable, path: string): string | undefined {
  if (request.stream) return "A stream begins at once.";
  const batchPath = batchPathOf(wire.format);
  if (batchPath === undefined) return `No batch carries ${wire.format}.`;
  return batchPath === path ? undefined : `Send it to ${batchPath}, not ${path}.`;
}

/** @throws HeadgateError `header_invalid` */
function waitsOf(headers: IncomingHttpHeaders): boolean {
  const text = headers[requestHeaders.wait];
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw new HeadgateError("header_invalid", `${requestHeaders.wait}: expected true or false.`, {
    header: requestHeaders.wait,
  });
}
