import { asksForJson, type EndMark, OutputWatch } from "@headgate/levers";
import { answerBounds, WatchedStream } from "@headgate/providers";
import type { Call } from "../call.ts";
import type { Sending } from "../sending.ts";
import { EarlyEnd, type StreamReader } from "./early-end.ts";
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
 * What may end an attempt's stream early by the call's policy; undefined where nothing may. Where only a loop ends it, most
 * streams are over before they are read: what reads them is made when the first of them is.
 */
export function earlyEndFor(attempted: Attempted): EarlyEnd | undefined {
  const { call, sending, index } = attempted;
  const rules = call.effects.output?.policy.end_stream ?? [];
  if (rules.length === 0) return undefined;
  const end = rules.includes("complete") ? endMarkOf(call, sending) : undefined;
  const tokens = rules.includes("over_budget") ? call.budgets?.heldOutput(index) : undefined;
  const repetition = rules.includes("repetition");
  const isPatient = end === undefined && tokens === undefined;
  if (isPatient && !repetition) return undefined;
  const reader = () => readerFor(attempted, { end, tokens, repetition });
  return new EarlyEnd({ isPatient, reader });
}

type Ends = Readonly<{ end: EndMark | undefined; tokens: number | undefined; repetition: boolean }>;

/** Undefined where the format is none that can be ended in its own way, or several answers come in one stream. */
function readerFor(
  { sending: { wire, request }, contentType, failed }: Attempted,
  { end, tokens, repetition }: Ends,
): StreamReader | undefined {
  if (answerBounds(wire, request).answers > 1) return undefined;
  const stream = WatchedStream.of(wire.format, contentType);
  if (stream === undefined) return undefined;
  const watches = end !== undefined || repetition;
  const isStructured = watches && isStructuredAnswer(wire, request);
  return {
    stream,
    watch: watches ? new OutputWatch({ end, repetition, isStructured }) : undefined,
    ceiling: tokens === undefined ? undefined : new OutputCeiling({ tokens, failed }),
    takesComments: contentType.startsWith("text/event-stream"),
    includeUsage: request.usageRequested,
  };
}

function endMarkOf({ effects }: Call, { wire, request }: Sending): EndMark | undefined {
  if (isStructuredAnswer(wire, request)) return { kind: "json" };
  const tag = effects.output?.policy.closing_tag;
  return tag === undefined ? undefined : { kind: "tag", tag };
}

const isStructuredAnswer = (
  { format }: Sending["wire"],
  { json }: Pick<Sending["request"], "json">,
): boolean => json !== undefined && asksForJson(format, json);
