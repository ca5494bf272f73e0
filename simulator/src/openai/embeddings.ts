import type { JsonObject } from "../json-object.ts";
import { hashText, mix } from "../seeded-random.ts";
import type { JsonAnswer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { countTokens } from "../text/tokenizer.ts";
import { invalidRequest, invalidValue } from "./errors.ts";
import { missing, parseBody, readInteger, readModel, wrongType } from "./read-fields.ts";

/** One input: its tokens, and a hash that decides its vector. */
type Input = Readonly<{ tokens: number; hash: number }>;

const DEFAULT_DIMENSIONS = 1536;

/** POST /v1/embeddings. The same text has the same vector, of length 1; near texts are not near. */
export function answerEmbeddings(request: SimulatedRequest): JsonAnswer {
  const body = parseBody(request.body);
  const served = readModel(request, body, ["embedding"]);
  const inputs = readInputs(body, request.seed);
  const full = served.model.dimensions ?? DEFAULT_DIMENSIONS;
  const dimensions = readInteger(body, "dimensions", 1) ?? full;
  if (dimensions > full) {
    throw invalidRequest(
      `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${full}.`,
      "dimensions",
      null,
    );
  }
  const base64 = readsAsBase64(body);
  const data = inputs.map((input, index) => {
    const vector = unitVector(input.hash, dimensions);
    const embedding = base64
      ? JSON.stringify(Buffer.from(vector.buffer).toString("base64"))
      : `[${vector.join(",")}]`;
    return `{"object":"embedding","index":${index},"embedding":${embedding}}`;
  });
  const promptTokens = inputs.reduce((sum, input) => sum + input.tokens, 0);
  const usage = request.withUsage
    ? `,"usage":{"prompt_tokens":${promptTokens},"total_tokens":${promptTokens}}`
    : "";
  return {
    kind: "json",
    status: 200,
    body: `{"object":"list","data":[${data.join(",")}],"model":${JSON.stringify(served.answersAs)}${usage}}`,
    billed: { promptTokens, outputTokens: 0 },
  };
}

function readsAsBase64(body: JsonObject): boolean {
  const format = body.encoding_format;
  if (format === undefined || format === null || format === "float") return false;
  if (format === "base64") return true;
  throw invalidValue("encoding_format", format, ["float", "base64"]);
}

/** A text, texts, one list of token numbers, or several. */
function readInputs(body: JsonObject, seed: number): readonly Input[] {
  const input = body.input;
  if (input === undefined || input === null) throw missing("input");
  if (typeof input === "string") return [textInput(input, seed)];
  if (!Array.isArray(input) || input.length === 0) {
    throw invalidRequest(
      "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
      null,
      null,
    );
  }
  const entries: readonly unknown[] = input;
  if (isNumberList(entries)) return [tokenInput(entries, seed)];
  return entries.map((entry, index) => {
    if (typeof entry === "string") return textInput(entry, seed);
    if (isNumberList(entry)) return tokenInput(entry, seed);
    throw wrongType(`input[${index}]`, "one of a string or array of integers", entry);
  });
}

const isNumberList = (list: unknown): list is readonly number[] =>
  Array.isArray(list) && list.every((entry) => typeof entry === "number");

const textInput = (text: string, seed: number): Input => ({
  tokens: countTokens(text),
  hash: hashText(text, seed),
});
const tokenInput = (tokens: readonly number[], seed: number): Input => ({
  tokens: tokens.length,
  hash: hashText(tokens.join(" "), ~seed),
});

/** A vector of length 1 that the hash decides. */
export function unitVector(hash: number, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  let state = hash;
  let squares = 0;
  for (let index = 0; index < dimensions; index += 1) {
    state = mix(state + index + 1);
    const value = state / 2_147_483_648 - 1;
    vector[index] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  return vector.map((value) => Math.fround(value / length));
}
