import type { OutputPolicy, WireFormat } from "@headgate/contract";
import type { PromptView } from "@headgate/providers";
import type { Placed } from "./place-values.ts";

type Schema = NonNullable<OutputPolicy["json_schema"]>;
type Path = readonly string[];

/** Where a format has what shapes an answer. */
export type OutputPlaces = Readonly<{
  /** The list of stop sequences; undefined where the format has none. */
  stop: Path | undefined;
  /** What the client may have asked for of the answer's form: where any of it stands, the form is the client's. */
  forms: readonly Path[];
  schema: (schema: Schema) => readonly Placed[];
  /** Instructions, if there are none yet; undefined where they stand among the messages. */
  system: ((text: string) => Placed) | undefined;
}>;

const messages: OutputPlaces = {
  stop: ["stop_sequences"],
  forms: [["output_config", "format"], ["output_format"]],
  schema: ({ schema }) => [[["output_config", "format"], { type: "json_schema", schema }]],
  system: (text) => [["system"], text],
};

const chat: OutputPlaces = {
  stop: ["stop"],
  forms: [["response_format"]],
  schema: ({ name, schema }) => [
    [["response_format"], { type: "json_schema", json_schema: { name, schema, strict: true } }],
  ],
  system: undefined,
};

const responses: OutputPlaces = {
  stop: undefined,
  forms: [["text", "format"]],
  schema: ({ name, schema }) => [
    [["text", "format"], { type: "json_schema", name, schema, strict: true }],
  ],
  system: (text) => [["instructions"], text],
};

const converse: OutputPlaces = {
  stop: ["inferenceConfig", "stopSequences"],
  forms: [["outputConfig", "textFormat"]],
  schema: ({ name, schema }) => {
    const jsonSchema = { name, schema: JSON.stringify(schema) };
    return [[["outputConfig", "textFormat"], { type: "json_schema", structure: { jsonSchema } }]];
  },
  system: (text) => [["system"], [{ text }]],
};

const geminiForms = [
  "responseMimeType",
  "response_mime_type",
  "responseSchema",
  "response_schema",
  "responseJsonSchema",
  "response_json_schema",
];

/** @param config the client's spelling of `generationConfig`: the API takes two */
const gemini = (config: string): OutputPlaces => ({
  stop: [config, "stopSequences"],
  forms: geminiForms.map((member) => [config, member]),
  schema: ({ schema }) => [
    [[config, "responseMimeType"], "application/json"],
    [[config, "responseJsonSchema"], schema],
  ],
  system: (text) => [["systemInstruction"], { parts: [{ text }] }],
});

/**
 * By the packages of the providers, all read 2026-11-29: `MessageCreateParams` of @anthropic-ai/sdk 1.12.0,
 * `ChatCompletionCreateParams` and `ResponseCreateParams` of openai 6.49.0, `GenerationConfig` of @google/genai 2.32.0,
 * `ConverseRequest` of @aws-sdk/client-bedrock-runtime 3.1164.0.
 *
 * @returns undefined for formats whose answers are not shaped here
 */
export const outputPlacesOf = ({ format, maxOutput }: PromptView): OutputPlaces | undefined =>
  format === "gemini.generate_content" ? gemini(String(maxOutput.path[0])) : places[format];

const places: Partial<Record<WireFormat, OutputPlaces>> = {
  "openai.chat_completions": chat,
  "openai.responses": responses,
  "anthropic.messages": messages,
  "vertex.raw_predict": messages,
  "bedrock.invoke_model": messages,
  "bedrock.converse": converse,
};
