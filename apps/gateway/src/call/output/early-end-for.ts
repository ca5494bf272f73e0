import { asksForJson, OutputWatch, type StopRules } from "@headgate/levers";
import { requestBounds, WatchedStream } from "@headgate/providers";
import type { Call } from "../call.ts";
import type { Sending } from "../sending.ts";
import { EarlyEnd } from "./early-end.ts";
import { OutputCeiling } from "./output-ceiling.ts";

type Attempted = Readonly<{
  call: Call;
  sending: Sending;
  index: number;
  /** The type of the provider's answer. */
  contentType: string;
  failed: (error: unknown) => void;
}>;

/**
 * What may end an attempt's stream early by the call's policy; undefined where nothing may, the format is none that can
 * be ended in its own way, or several answers come in one stream.
 */
export function earlyEndFor({
  call,
  sending,
  index,
  contentType,
  failed,
}: Attempted): EarlyEnd | undefined {
  const rules = call.effects.output?.policy.end_stream ?? [];
  if (rules.length === 0) return undefined;
  const { wire, request } = sending;
  if (requestBounds(wire, request).answers > 1) return undefined;
  const stream = WatchedStream.of(wire.format, contentType);
  if (stream === undefined) return undefined;
  const stops = stopRulesOf(call, sending);
  const tokens = rules.includes("over_budget") ? call.budgets?.heldOutput(index) : undefined;
  const watch = stops.end === undefined && !stops.repetition ? undefined : new OutputWatch(stops);
  const ceiling = tokens === undefined ? undefined : new OutputCeiling({ tokens, failed });
  if (watch === undefined && ceiling === undefined) return undefined;
  const takesComments = contentType.startsWith("text/event-stream");
  const includeUsage = request.usageRequested;
  return new EarlyEnd({ stream, watch, ceiling, takesComments, includeUsage });
}

function stopRulesOf({ effects }: Call, { wire, request }: Sending): StopRules {
  const { end_stream: rules = [], closing_tag: tag } = effects.output?.policy ?? {};
  const isStructured = request.json !== undefined && asksForJson(wire.format, request.json);
  const byTag = tag === undefined ? undefined : ({ kind: "tag", tag } as const);
  const end = isStructured ? ({ kind: "json" } as const) : byTag;
  return {
    end: rules.includes("complete") ? end : undefined,
    repetition: rules.includes("repetition"),
    isStructured,
  };
}
