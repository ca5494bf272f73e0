import type { HeadgateError } from "@headgate/contract";
import type { Wire } from "@headgate/providers";

/** One of Headgate's own errors as the last event of a stream, in the shape of its format. */
export function errorEvent(wire: Wire, error: HeadgateError, callId: string): string {
  const { body } = wire.errorResponse(error, callId);
  const name = wire.format.startsWith("anthropic.") ? "event: error\n" : "";
  return `${name}data: ${body}\n\n`;
}
