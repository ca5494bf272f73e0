import fc from "fast-check";
import { anthropicMessages } from "./anthropic-messages/format.ts";
import { bedrockConverse } from "./bedrock-converse/format.ts";
import type {
  Conversation,
  DocumentPart,
  ImagePart,
  Message,
  Part,
  Reasoning,
  Settings,
  TextPart,
  ToolCallPart,
  ToolChoice,
  ToolDefinition,
  ToolResultContent,
} from "./conversation.ts";
import { withOwnNames } from "./document-names.fixture.ts";
import type { TranslatedFormat } from "./format.ts";
import { geminiGenerateContent } from "./gemini/format.ts";
import { openaiChat } from "./openai-chat/format.ts";

/** What a format can say: conversations made of it come back from a round trip as they were. */
export type Expressible = Readonly<{
  format: TranslatedFormat;
  model: string;
  cachePoints: boolean;
  imageUrls: boolean;
  documentUrls: boolean;
  /** Documents need no name; where they do, no two have the same one. */
  namelessDocuments: boolean;
  thinking: "none" | "anthropic" | "google";
  redactedThinking: boolean;
  signedCalls: boolean;
  resultContent: readonly ("text" | "image" | "document" | "json")[];
  failedResults: boolean;
  systemMessages: boolean;
  strictTools: boolean;
  toolChoices: readonly ToolChoice["kind"][];
  reasoning: fc.Arbitrary<Reasoning>;
  output: "any-schema" | "strict-schema" | "named-strict-schema";
  jsonMode: boolean;
  settings: readonly (keyof Settings)[];
  serviceTiers: readonly NonNullable<Settings["serviceTier"]>[];
  maxTemperature: number;
}>;

const effort = fc.constantFrom("low" as const, "medium" as const, "high" as const);
const common = ["maxOutputTokens", "temperature", "topP", "stopSequences"] as const;
const claudesReasoning: fc.Arbitrary<Reasoning> = fc.oneof(
  fc.constant({ mode: "off" } as const),
  fc.record({ mode: fc.constant("adaptive" as const), shown: fc.boolean(), effort }),
  fc.record({ mode: fc.constant("adaptive" as const), shown: fc.boolean() }),
  fc.record({ budgetTokens: fc.integer({ min: 1024, max: 1999 }), shown: fc.boolean() }),
);

export const expressible: readonly Expressible[] = [
  {
    format: openaiChat,
    model: "gpt-5-mini",
    cachePoints: false,
    imageUrls: true,
    documentUrls: false,
    namelessDocuments: true,
    thinking: "none",
    redactedThinking: false,
    signedCalls: true,
    resultContent: ["text"],
    failedResults: false,
    systemMessages: true,
    strictTools: true,
    toolChoices: ["auto", "none", "any", "tool"],
    reasoning: fc.oneof(fc.constant({ mode: "off" } as const), fc.record({ effort })),
    output: "any-schema",
    jsonMode: true,
    settings: [
      ...common,
      "frequencyPenalty",
      "presencePenalty",
      "seed",
      "user",
      "parallelToolCalls",
    ],
    serviceTiers: ["standard", "flex", "priority"],
    maxTemperature: 2,
  },
  {
    format: anthropicMessages,
    model: "claude-sonnet-4-6",
    cachePoints: true,
    imageUrls: true,
    documentUrls: true,
    namelessDocuments: true,
    thinking: "anthropic",
    redactedThinking: true,
    signedCalls: false,
    resultContent: ["text", "image", "document"],
    failedResults: true,
    systemMessages: true,
    strictTools: true,
    toolChoices: ["auto", "none", "any", "tool"],
    reasoning: claudesReasoning,
    output: "strict-schema",
    jsonMode: false,
    settings: [...common, "topK", "user", "parallelToolCalls"],
    serviceTiers: ["standard"],
    maxTemperature: 1,
  },
  {
    format: bedrockConverse,
    model: "anthropic.claude-sonnet-4-6",
    cachePoints: true,
    imageUrls: false,
    documentUrls: false,
    namelessDocuments: false,
    thinking: "anthropic",
    redactedThinking: true,
    signedCalls: false,
    resultContent: ["text", "image", "document", "json"],
    failedResults: true,
    systemMessages: false,
    strictTools: true,
    toolChoices: ["auto", "any", "tool"],
    reasoning: claudesReasoning,
    output: "named-strict-schema",
    jsonMode: false,
    settings: [...common, "topK"],
    serviceTiers: ["standard", "flex", "priority"],
    maxTemperature: 1,
  },
  {
    format: geminiGenerateContent,
    model: "gemini-3-flash",
    cachePoints: false,
    imageUrls: true,
    documentUrls: true,
    namelessDocuments: true,
    thinking: "google",
    redactedThinking: false,
    signedCalls: true,
    resultContent: ["text", "image", "document", "json"],
    failedResults: true,
    systemMessages: false,
    strictTools: false,
    toolChoices: ["auto", "none", "any", "tool"],
    reasoning: fc.oneof(
      fc.constant({ mode: "off" } as const),
      fc.record({ mode: fc.constant("adaptive" as const), shown: fc.boolean() }),
      fc.record({ budgetTokens: fc.integer({ min: 1, max: 32_000 }), shown: fc.boolean() }),
      fc.record({ effort, shown: fc.boolean() }),
    ),
    output: "strict-schema",
    jsonMode: true,
    settings: [...common, "topK", "frequencyPenalty", "presencePenalty", "seed"],
    serviceTiers: ["standard", "flex", "priority"],
    maxTemperature: 2,
  },
];

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 9 })
  .map((bytes) => Buffer.from(bytes).toString("base64"));
const toolNames = ["get_weather", "find-flights", "search"] as const;
const toolName = fc.constantFrom(...toolNames);
const input = fc.dictionary(fc.constantFrom("city", "days", "at"), fc.oneof(text, fc.integer()), {
  maxKeys: 3,
});
const schema = fc.constantFrom(
  { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  { type: "object", properties: {}, additionalProperties: false },
);

/** A record whose members may each be missing. */
const some = <Shape extends object>(members: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }) =>
  fc.record(members, { requiredKeys: [] });

const cache = (can: Expressible): fc.Arbitrary<{ cacheTtl?: "5m" | "1h" }> =>
  can.cachePoints
    ? some({ cacheTtl: fc.constantFrom("5m" as const, "1h" as const) })
    : fc.constant({});

const textPart = (can: Expressible): fc.Arbitrary<TextPart> =>
  fc.tuple(text, cache(can)).map(([said, point]) => ({ kind: "text", text: said, ...point }));

const imagePart = (can: Expressible): fc.Arbitrary<ImagePart> => {
  const bytes = fc.record({
    kind: fc.constant("base64" as const),
    mediaType: fc.constantFrom("image/png", "image/jpeg"),
    data: base64,
  });
  const url = fc.constant({ kind: "url" as const, url: "https://example.com/cat.png" });
  const source = can.imageUrls ? fc.oneof(bytes, url) : bytes;
  return fc
    .tuple(source, cache(can))
    .map(([from, point]) => ({ kind: "image", source: from, ...point }));
};

const documentPart = (can: Expressible): fc.Arbitrary<DocumentPart> => {
  const bytes = fc.record({
    kind: fc.constant("base64" as const),
    mediaType: fc.constant("application/pdf"),
    data: base64,
  });
  const plain = fc.record({ kind: fc.constant("text" as const), text });
  const url = fc.constant({ kind: "url" as const, url: "https://example.com/report.pdf" });
  const named = { name: fc.constantFrom("report", "annual report (2025)") };
  const withName = can.namelessDocuments ? some(named) : fc.record(named);
  const whole = fc
    .tuple(fc.oneof(bytes, plain), withName, cache(can))
    .map(
      ([source, name, point]): DocumentPart => ({ kind: "document", source, ...name, ...point }),
    );
  if (!can.documentUrls) return whole;
  return fc.oneof(
    whole,
    url.map((source): DocumentPart => ({ kind: "document", source })),
  );
};

function resultContent(can: Expressible): fc.Arbitrary<readonly ToolResultContent[]> {
  const bare = { ...can, cachePoints: false };
  const texts = fc.array(textPart(bare), { minLength: 1, maxLength: 2 });
  const media = fc.array(
    fc.oneof(
      ...(can.resultContent.includes("image") ? [imagePart({ ...bare, imageUrls: false })] : []),
      ...(can.resultContent.includes("document")
        ? [documentPart({ ...bare, documentUrls: false })]
        : []),
      ...(can.resultContent.length === 1 ? [textPart(bare)] : []),
    ),
    { maxLength: can.resultContent.length === 1 ? 0 : 1 },
  );
  const json = input.map((value): ToolResultContent => ({ kind: "json", value }));
  const said = can.resultContent.includes("json")
    ? fc.oneof(
        texts,
        json.map((one) => [one]),
      )
    : texts;
  return fc.tuple(said, media).map(([first, rest]) => [...first, ...rest]);
}

/** A call of each tool that is asked for, and its result in the next message. */
function exchange(can: Expressible, turn: number): fc.Arbitrary<readonly Message[]> {
  const ids = fc.array(toolName, { maxLength: 2 });
  const thinking = thinkingPart(can);
  return fc
    .tuple(
      ids,
      fc.array(input, { minLength: 2, maxLength: 2 }),
      fc.array(resultContent(can), { minLength: 2, maxLength: 2 }),
      can.failedResults ? fc.boolean() : fc.constant(false),
      fc.array(thinking, { maxLength: 1 }),
      textPart({ ...can, cachePoints: false }),
      fc.array(fc.oneof(textPart(can), imagePart(can), documentPart(can)), {
        minLength: 1,
        maxLength: 3,
      }),
    )
    .map(([names, inputs, results, isError, thoughts, said, asked]) => {
      const calls = names.map(
        (name, index): ToolCallPart => ({
          kind: "tool-call",
          id: `call_${turn}_${index}`,
          name,
          input: inputs[index] ?? {},
          ...(can.signedCalls && { signature: { house: "google", value: "c2ln" } }),
        }),
      );
      const answers = calls.map(
        (call, index): Part => ({
          kind: "tool-result",
          callId: call.id,
          content: results[index] ?? [],
          // A failed tool says why in words.
          isError: isError && results[index]?.every(({ kind }) => kind !== "json") === true,
        }),
      );
      return [
        { role: "assistant", parts: [...thoughts.flat(), said, ...calls] },
        { role: "user", parts: [...answers, ...asked] },
      ];
    });
}

function thinkingPart(can: Expressible): fc.Arbitrary<readonly Part[]> {
  if (can.thinking === "none") return fc.constant([]);
  const house = can.thinking;
  const thought = text.map(
    (said): Part => ({
      kind: "thinking",
      text: said,
      signature: { house, value: "c2lnbmF0dXJl" },
    }),
  );
  const redacted = base64.map((data): Part => ({ kind: "redacted-thinking", data }));
  return fc.array(can.redactedThinking ? fc.oneof(thought, redacted) : thought, { maxLength: 2 });
}

function messages(can: Expressible): fc.Arbitrary<readonly Message[]> {
  const first = fc
    .array(fc.oneof(textPart(can), imagePart(can), documentPart(can)), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts): Message => ({ role: "user", parts }));
  const told = can.systemMessages
    ? fc
        .array(textPart({ ...can, cachePoints: false }), { maxLength: 1 })
        .map((parts): readonly Message[] => (parts.length === 0 ? [] : [{ role: "system", parts }]))
    : fc.constant<readonly Message[]>([]);
  return fc
    .tuple(first, exchange(can, 0), exchange(can, 1), told)
    .map(([one, two, three, told]) => [one, ...two, ...three, ...told])
    .map((all) => (can.namelessDocuments ? all : all.map(withOwnNames())));
}

function tools(can: Expressible): fc.Arbitrary<readonly ToolDefinition[]> {
  return fc
    .tuple(some({ description: text }), schema, some({ strict: fc.boolean() }), cache(can))
    .map(([description, shape, strict, point]) =>
      toolNames.map((name) => ({
        name,
        schema: shape,
        ...description,
        ...(can.strictTools && strict),
        ...point,
      })),
    );
}

function settings(can: Expressible): fc.Arbitrary<Settings> {
  const all = {
    temperature: fc.constantFrom(0, 0.5, can.maxTemperature),
    topP: fc.constantFrom(0.1, 1),
    topK: fc.nat(100),
    frequencyPenalty: fc.constantFrom(-1, 0.5),
    presencePenalty: fc.constantFrom(-1, 0.5),
    seed: fc.nat(),
    stopSequences: fc.array(text, { minLength: 1, maxLength: 3 }),
    user: text,
    parallelToolCalls: fc.constant(false),
  };
  const known = Object.fromEntries(
    Object.entries(all).filter(([name]) => can.settings.includes(name as keyof Settings)),
  ) as typeof all;
  const choice = fc
    .constantFrom(...can.toolChoices)
    .map((kind): ToolChoice => (kind === "tool" ? { kind, name: "search" } : { kind }));
  return fc
    .tuple(
      fc.integer({ min: 2000, max: 9000 }),
      some(known),
      some({ toolChoice: choice, reasoning: can.reasoning, output: output(can) }),
      some({ serviceTier: fc.constantFrom(...can.serviceTiers) }),
    )
    .map(([maxOutputTokens, own, more, tier]): Settings => {
      const made = { maxOutputTokens, ...own, ...more, ...tier };
      // One tool at most, where the model may call tools at all, needs the choice beside it.
      const { parallelToolCalls: _single, ...rest } = made;
      const alone =
        can.format === anthropicMessages &&
        (made.toolChoice === undefined || made.toolChoice.kind === "none");
      return alone ? rest : made;
    });
}

function output(can: Expressible): fc.Arbitrary<NonNullable<Settings["output"]>> {
  const label = some({ description: text });
  const json = fc.tuple(schema, label, fc.boolean()).map(([shape, labels, strict]) => {
    const base = { kind: "json-schema" as const, schema: shape };
    if (can.output === "any-schema") return { ...base, name: "answer", ...labels, strict };
    if (can.output === "strict-schema") return { ...base, strict: true };
    return { ...base, name: "answer", ...labels, strict: true };
  });
  return can.jsonMode ? fc.oneof(json, fc.constant({ kind: "json" as const })) : json;
}

/** Any conversation that the format can say. */
export const conversations = (can: Expressible): fc.Arbitrary<Conversation> =>
  fc.record({
    model: fc.constant(can.model),
    stream: fc.boolean(),
    system: fc.array(textPart(can), { maxLength: 2 }),
    messages: messages(can),
    tools: tools(can),
    settings: settings(can),
  });
