import { createWriteStream } from "node:fs";
import { mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type BatchFormat, HeadgateError } from "@headgate/contract";
import { z } from "zod";
import { readInput } from "./read-input.ts";

export type Written = { answered: number; failed: number; missing: number };

const NEWLINE = 10;
const resultLine = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number() }).nullish(),
  result: z.object({ type: z.string() }).nullish(),
});
type Place = Readonly<{ offset: number; length: number; answered: boolean }>;

/**
 * Writes the results of a batch in the order of its requests, whatever order they came in; memory holds their places
 * alone. A request without a result gets a line that says so. The file is there whole or not at all.
 */
export async function writeInOrder(
  options: Readonly<{
    input: string;
    format: BatchFormat;
    output: string;
    /** The files of results, one after the other. */
    results: AsyncIterable<Buffer>;
  }>,
): Promise<Written> {
  const { input, format, output, results } = options;
  const folder = await mkdtemp(join(tmpdir(), "headgate-batch-"));
  const raw = join(folder, "results.jsonl");
  const part = `${output}.part`;
  try {
    const places = new Map<string, Place>();
    await pipeline(Readable.from(noting(results, places)), createWriteStream(raw));
    const written: Written = { answered: 0, failed: 0, missing: 0 };
    const lines = inOrder({ input, format, raw, places, written });
    await pipeline(Readable.from(lines), createWriteStream(part));
    await rename(part, output);
    return written;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Passes the bytes on and notes where each request's line is. A second line of one request is passed over. */
async function* noting(
  pieces: AsyncIterable<Buffer>,
  places: Map<string, Place>,
): AsyncGenerator<Buffer> {
  let offset = 0;
  let rest: Buffer[] = [];
  const note = (line: Buffer): void => {
    const start = offset;
    offset += line.length;
    const text = line.toString("utf8").trim();
    if (text === "") return;
    const { custom_id, response, result } = resultLine.parse(JSON.parse(text));
    if (places.has(custom_id)) return;
    const status = response?.status_code;
    const answered = result?.type === "succeeded" || (status !== undefined && status < 400);
    places.set(custom_id, { offset: start, length: line.length, answered });
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...rest, piece.subarray(from, at + 1)]);
      rest = [];
      note(line);
      yield line;
      from = at + 1;
    }
    if (from < piece.length) rest.push(piece.subarray(from));
  }
  const last = Buffer.concat([...rest, Buffer.from("\n")]);
  if (last.length > 1) {
    note(last);
    yield last;
  }
}

async function* inOrder({
  input,
  format,
  raw,
  places,
  written,
}: Readonly<{
  input: string;
  format: BatchFormat;
  raw: string;
  places: ReadonlyMap<string, Place>;
  written: Written;
}>): AsyncGenerator<string> {
  const file = await open(raw, "r");
  try {
    for await (const { customId } of readInput(input, format)) {
      const place = places.get(customId);
      if (place === undefined) {
        written.missing += 1;
        yield `${JSON.stringify(missing(format, customId))}\n`;
        continue;
      }
      written[place.answered ? "answered" : "failed"] += 1;
      const line = Buffer.alloc(place.length);
      const { bytesRead } = await file.read(line, 0, place.length, place.offset);
      if (bytesRead !== place.length) throw new HeadgateError("internal", `${raw} is cut.`);
      yield `${line.toString("utf8").trim()}\n`;
    }
  } finally {
    await file.close();
  }
}

const MISSING = "The batch has no result for this request.";

const missing = (format: BatchFormat, customId: string): unknown =>
  format === "openai"
    ? {
        id: null,
        custom_id: customId,
        response: null,
        error: { code: "result_missing", message: MISSING },
      }
    : {
        custom_id: customId,
        result: {
          type: "errored",
          error: { type: "error", error: { type: "api_error", message: MISSING } },
        },
      };
