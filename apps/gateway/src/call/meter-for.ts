import type { IncomingHttpHeaders } from "node:http";
import type { Meter } from "@headgate/providers";
import type { Sending } from "./sending.ts";

/** A cut stream is estimated from at most this much of it. */
const MAX_RETAINED_BYTES = 8_388_608;

/** What reads an answer as it passes. */
export const meterFor = (
  { wire, hideUsageChunk }: Sending,
  isEventStream: boolean,
  headers: IncomingHttpHeaders,
): Meter =>
  wire.createMeter({
    stream: isEventStream,
    hideUsageChunk: hideUsageChunk && isEventStream,
    maxRetainedBytes: MAX_RETAINED_BYTES,
    headers,
  });
