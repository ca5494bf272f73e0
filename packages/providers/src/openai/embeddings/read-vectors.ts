import { HeadgateError } from "@headgate/contract";
import { isJsonObject, listOrEmpty } from "../../json-values.ts";

/**
 * The vectors of an answer of `/v1/embeddings`, each of unit length, in the order of the texts
 * (`CreateEmbeddingResponse` in https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28).
 *
 * @throws HeadgateError `provider_response_broken` where one is missing or comes twice, has another number of
 *   dimensions, holds anything but finite numbers, or has no direction
 */
export function readEmbeddingVectors(
  body: Buffer,
  { count, dimensions }: Readonly<{ count: number; dimensions: number }>,
): readonly Float32Array[] {
  const vectors: (Float32Array | undefined)[] = Array.from({ length: count });
  const items = listOrEmpty(parsed(body).data);
  if (items.length !== count) throw broken(`${items.length} vectors came for ${count} texts`);
  for (const item of items) {
    const { index, embedding } = isJsonObject(item) ? item : {};
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= count) {
      throw broken("a vector came without the place of its text");
    }
    if (vectors[index] !== undefined) throw broken(`two vectors came for text ${index}`);
    vectors[index] = unitVector(embedding, dimensions);
  }
  return vectors.map((vector) => {
    if (vector === undefined) throw broken("a text got no vector");
    return vector;
  });
}

function parsed(body: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw broken("the answer is not JSON", error);
  }
  if (!isJsonObject(value)) throw broken("the answer is no JSON object");
  return value;
}

function unitVector(embedding: unknown, dimensions: number): Float32Array {
  const numbers: readonly unknown[] = Array.isArray(embedding) ? embedding : [];
  if (numbers.length !== dimensions) {
    throw broken(`a vector has ${numbers.length} numbers, ${dimensions} are expected`);
  }
  let squares = 0;
  for (const number of numbers) {
    if (typeof number !== "number") throw broken("a vector holds something that is no number");
    squares += number * number;
  }
  const length = Math.sqrt(squares);
  // Not finite where a number was beyond a double's reach, or their squares are.
  if (!Number.isFinite(length) || length === 0) throw broken("a vector has no direction");
  return Float32Array.from(numbers as readonly number[], (number) => number / length);
}

const broken = (what: string, cause?: unknown): HeadgateError =>
  new HeadgateError("provider_response_broken", `Embeddings: ${what}.`, {}, { cause });
