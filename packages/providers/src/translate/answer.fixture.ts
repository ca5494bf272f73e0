import type { Usage } from "@headgate/contract";
import fc from "fast-check";
import type { Answer, AnswerEvent, AnswerPart, StopReason } from "./answer.ts";
import { anthropicMessages } from "./anthropic-messages/format.ts";
import { bedrockConverse } from "./bedrock-converse/format.ts";
import type { AnswerContext, TranslatedFormat } from "./format.ts";
import { geminiGenerateContent } from "./gemini/format.ts";
import { openaiChat } from "./openai-chat/format.ts";

export const context: AnswerContext = {
  callId: "call-1",
  model: "asked-for",
  nowMs: 1_764_000_000_000,
  includeUsage: true,
};

/** Which answers a format can say without loss. */
export type ExpressibleAnswer = Readonly<{
  format: TranslatedFormat;
  /** Whether answers name themselves and their model. */
  named: boolean;
  /** Whether thinking carries a signature, and whose. */
  thinking: "unsigned" | "anthropic" | "google";
  redacted: boolean;
  signedCalls: boolean;
  stops: readonly StopReason[];
  stopSequence: boolean;
  tier: string;
  buckets: readonly (keyof Usage)[];
}>;

export const expressibleAnswers: readonly ExpressibleAnswer[] = [
  {
    format: openaiChat,
    named: true,
    thinking: "unsigned",
    redacted: false,
    signedCalls: true,
    stops: ["end", "length", "refusal"],
    stopSequence: false,
    tier: "flex",
    buckets: ["cache_read", "cache_write", "reasoning", "input_audio", "output_audio"],
  },
  {
    format: anthropicMessages,
    named: true,
    thinking: "anthropic",
    redacted: true,
    signedCalls: false,
    stops: ["end", "length", "refusal", "context-full"],
    stopSequence: true,
    tier: "priority",
    buckets: ["cache_read", "cache_write_5m", "cache_write_1h", "reasoning"],
  },
  {
    format: bedrockConverse,
    named: false,
    thinking: "anthropic",
    redacted: true,
    signedCalls: false,
    stops: ["end", "length", "refusal", "context-full", "stop-sequence"],
    stopSequence: false,
    tier: "flex",
    buckets: ["cache_read", "cache_write"],
  },
  {
    format: geminiGenerateContent,
    named: true,
    thinking: "google",
    redacted: false,
    signedCalls: true,
    stops: ["end", "length", "refusal", "other"],
    stopSequence: false,
    tier: "flex",
    buckets: ["cache_read", "reasoning"],
  },
];

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 15 });
const input = fc.dictionary(fc.constantFrom("city", "days"), fc.oneof(text, fc.integer()), {
  maxKeys: 2,
});

/** Thinking, then a text, then calls: the order that all formats keep. */
function parts(can: ExpressibleAnswer): fc.Arbitrary<readonly AnswerPart[]> {
  const signature =
    can.thinking === "unsigned" ? {} : { signature: { house: can.thinking, value: "c2ln" } };
  const thought = text.map((said): AnswerPart => ({ kind: "thinking", text: said, ...signature }));
  const redacted = fc.constant<AnswerPart>({ kind: "redacted-thinking", data: "cmVk" });
  const call = fc.tuple(input, fc.boolean()).map(
    ([value, signed]): AnswerPart => ({
      kind: "tool-call",
      id: "call_1",
      name: "get_weather",
      inputText: JSON.stringify(value),
      ...(signed && can.signedCalls && { signature: { house: "google" as const, value: "c2ln" } }),
    }),
  );
  return fc
    .tuple(
      fc.array(can.redacted ? fc.oneof(thought, redacted) : thought, { maxLength: 1 }),
      fc.array(
        text.map((said): AnswerPart => ({ kind: "text", text: said })),
        { maxLength: 1 },
      ),
      fc.array(call, { maxLength: 2 }),
    )
    .map(([thoughts, texts, calls]) => [
      ...thoughts,
      ...texts,
      ...calls.map((one, index) => ({ ...one, id: `call_${index}` }) as AnswerPart),
    ]);
}

const count = fc.nat(1_000_000);

export const usages = (buckets: readonly (keyof Usage)[]): fc.Arbitrary<Usage> =>
  fc
    .tuple(
      fc.record({ input: count, output: count }),
      fc.record(Object.fromEntries(buckets.map((bucket) => [bucket, count])), { requiredKeys: [] }),
    )
    .map(([needed, more]) => ({ ...needed, ...more }));

/** Any answer that the format can say. */
export const answers = (can: ExpressibleAnswer): fc.Arbitrary<Answer> =>
  fc
    .tuple(parts(can), fc.constantFrom(...can.stops), usages(can.buckets), fc.boolean())
    .map(([said, reason, usage, sequence]): Answer => {
      const calls = said.some(({ kind }) => kind === "tool-call");
      const stop =
        calls && reason === "end"
          ? { reason: "tool-calls" as const }
          : can.stopSequence && sequence && reason === "end"
            ? { reason: "stop-sequence" as const, sequence: "END" }
            : { reason };
      return {
        ...(can.named && { id: "answer-1", model: "some-model" }),
        parts: said,
        stop,
        usage,
        serviceTier: can.tier,
      };
    });

/** A stream's events that amount to an answer, its texts in pieces. */
export function eventsOf(answer: Answer, pieces: number): readonly AnswerEvent[] {
  const { id, model, stop, usage, serviceTier } = answer;
  return [
    { kind: "start", ...(id !== undefined && { id }), ...(model !== undefined && { model }) },
    ...answer.parts.flatMap((part) => partEvents(part, pieces)),
    ...(usage === undefined ? [] : [{ kind: "usage" as const, usage }]),
    ...(serviceTier === undefined ? [] : [{ kind: "served" as const, serviceTier }]),
    ...(stop === undefined ? [] : [{ kind: "stop" as const, stop }]),
    { kind: "end" },
  ];
}

function partEvents(part: AnswerPart, pieces: number): readonly AnswerEvent[] {
  if (part.kind === "redacted-thinking")
    return [{ kind: "part-start", part }, { kind: "part-end" }];
  if (part.kind === "tool-call") {
    const { inputText, ...start } = part;
    return [
      { kind: "part-start", part: start },
      ...deltas(inputText, pieces),
      { kind: "part-end" },
    ];
  }
  const signature =
    part.kind === "thinking" && part.signature !== undefined
      ? [{ kind: "signature" as const, signature: part.signature }]
      : [];
  return [
    { kind: "part-start", part: { kind: part.kind } },
    ...deltas(part.text, pieces),
    ...signature,
    { kind: "part-end" },
  ];
}

/** Whole characters: a model's tokens are never half of one. */
function deltas(text: string, pieces: number): readonly AnswerEvent[] {
  const characters = Array.from(text);
  const size = Math.max(1, Math.ceil(characters.length / pieces));
  const events: AnswerEvent[] = [];
  for (let at = 0; at < characters.length; at += size) {
    events.push({ kind: "delta", text: characters.slice(at, at + size).join("") });
  }
  return events;
}
