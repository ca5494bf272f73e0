import { isJsonObject, type JsonObject } from "../json-values.ts";
import { readSseEvent, SseEventEnds } from "../sse-events.ts";
import type { ProducedText, StreamEstimate } from "./stream-estimate.ts";

/** Reads what a stream had produced from the bytes that were kept of it; a last, cut event is left out. */
export function producedText(chunks: readonly Buffer[], estimate: StreamEstimate): ProducedText {
  const bytes = Buffer.concat(chunks);
  const produced: ProducedText = { output: "", reasoning: "" };
  const events = estimate.events === undefined ? serverSentEvents(bytes) : estimate.events(bytes);
  for (const event of events) estimate.addProduced(event, produced);
  return produced;
}

function* serverSentEvents(bytes: Buffer): Iterable<JsonObject> {
  let from = 0;
  for (const end of new SseEventEnds().scan(bytes)) {
    const { data } = readSseEvent(bytes.subarray(from, end));
    from = end;
    if (data === undefined || !data.startsWith("{")) continue;
    const event = parsed(data);
    if (isJsonObject(event)) yield event;
  }
}

/** An event that is not JSON produced nothing that could be counted; the meter has reported it as garbled. */
function parsed(data: string): unknown {
  try {
    const value: unknown = JSON.parse(data);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
