import type { HeadgateError } from "@headgate/contract";
import { sendError } from "../http/send-error.ts";
import type { Call } from "./call.ts";

/** Tells a client that its answer broke off, as well as its format allows. */
export function tellBroken(
  { response, wire, id }: Call,
  error: HeadgateError,
  isEventStream: boolean,
): void {
  if (response.destroyed) return;
  if (!response.headersSent) sendError(response, wire, error, id);
  else if (isEventStream) response.end(wire.errorEvent(error, id));
  // A body that was promised longer cannot be ended honestly in any other way.
  else response.destroy();
}
