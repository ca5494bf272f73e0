import type { IncomingMessage, ServerResponse } from "node:http";
import {
  DEFERRED_PATH,
  HeadgateError,
  newCallId,
  requestHeaders,
  writeAdmitted,
} from "@headgate/contract";
import { errorWireFor } from "@headgate/providers";
import { admit } from "../call/admit.ts";
import type { ControlProxy } from "../http/control-proxy.ts";
import { sendError } from "../http/send-error.ts";
import type { WatchedKeys } from "../keys/watch-keys.ts";
import { admittedFor } from "./admitted-for.ts";
import { deadlineOf } from "./deadline-of.ts";
import { webhookOf } from "./webhook-of.ts";

const prefixes = ["/v1/files", "/v1/batches", "/v1/messages/batches", DEFERRED_PATH];

/** Whether a path is about batches and calls that wait: control answers those, for the key that the gateway admits. */
export const isBatchPath = (url: string): boolean => {
  const path = url.split("?", 1)[0] ?? "";
  return prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
};

type BatchDoor = Readonly<{
  keys: WatchedKeys;
  /** Undefined where control is none of this gateway's. */
  control: Pick<ControlProxy, "forwardAdmitted"> | undefined;
}>;

/** Admits a request about batches and has control answer it, in the format that its path belongs to. */
export async function passToBatches(
  { keys, control }: BatchDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const callId = newCallId();
  try {
    const { headers } = request;
    const admission = await admit(headers, keys);
    const provider = headers[requestHeaders.provider];
    const admitted = admittedFor(admission, {
      callId,
      headers,
      encrypted: "encrypted" in request.socket,
      provider: typeof provider === "string" ? provider : undefined,
      deadlineMs: deadlineOf(headers, Date.now()),
      webhook: webhookOf(headers),
    });
    if (control === undefined) throw new HeadgateError("control_unavailable");
    await control.forwardAdmitted(request, response, writeAdmitted(admitted));
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    const wire = errorWireFor(request.url ?? "/", request.headers);
    sendError(response, wire, error, callId, request.complete ? {} : { connection: "close" });
  }
}
