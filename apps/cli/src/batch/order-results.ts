import { createWriteStream } from "node:fs";
import { mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type BatchFormat, type BatchRunResult, HeadgateError } from "@headgate/contract";
import { z } from "zod";
import { readInput } from "./read-input.ts";

export type Written = BatchRunResult["written"];
type Failure = BatchRunResult["failures"][number];

/** So many of the requests without an answer are named. */
const MOST_NAMED = 20;

const NEWLINE = 10;
const MOST_REASON = 300;
const told = z.looseObject({ message: z.string().nullish(), code: z.string().nullish() }).nullish();
const resultLine = z.object({
  custom_id: z.string(),
  response: z
    .object({ status_code: z.number(), body: z.looseObject({ error: told }).nullish() })
    .nullish(),
  error: told,
  result: z.object({ type: z.string(), error: z.looseObject({ error: told }).nullish() }).nullish(),
});
type Place = Readonly<{
  offset: number;
  length: number;
  answered: boolean;
  /** Why there is no answer; absent where there is one. */
  reason?: string;
}>;

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
): Promise<Readonly<{ written: Written; failures: readonly Failure[] }>> {
  const { input, format, output, results } = options;
  const folder = await mkdtemp(join(tmpdir(), "headgate-batch-"));
  const raw = join(folder, "results.jsonl");
  const part = `${output}.part`;
  try {
    const places = new Map<string, Place>();
    await pipeline(Readable.from(noting(results, places)), createWriteStream(raw));
    const written: Written = { answered: 0, failed: 0, missing: 0 };
    const failures: Failure[] = [];
    const lines = inOrder({ input, format, raw, places, written, failures });
    await pipeline(Readable.from(lines), createWriteStream(part));
    await rename(part, output);
    return { written, failures };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In the words of the provider, or of Headgate. */
function reasonIn({ response, error, result }: z.output<typeof resultLine>): string {
  const said = error ?? response?.body?.error ?? result?.error?.error;
  const status = response == null ? (result?.type ?? "failed") : `HTTP ${response.status_code}`;
  const text = said?.message ?? said?.code;
  return (text == null ? status : `${status}: ${text}`).slice(0, MOST_REASON);
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
    const read = resultLine.parse(JSON.parse(text));
    const { custom_id, response, result } = read;
    if (places.has(custom_id)) return;
    const status = response?.status_code;
    const answered = result?.type === "succeeded" || (status !== undefined && status < 400);
    places.set(custom_id, {
      ...{ offset: start, length: line.length, answered },
      ...(!answered && { reason: reasonIn(read) }),
    });
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
  failures,
}: Readonly<{
  input: string;
  format: BatchFormat;
  raw: string;
  places: ReadonlyMap<string, Place>;
  written: Written;
  failures: Failure[];
}>): AsyncGenerator<string> {
  const name = (line: number, custom_id: string, reason: string): void => {
    if (failures.length < MOST_NAMED) failures.push({ line, custom_id, reason });
  };
  const file = await open(raw, "r");
  try {
    for await (const { customId, line: at } of readInput(input, format)) {
      const place = places.get(customId);
      if (place === undefined) {
        written.missing += 1;
        name(at, customId, MISSING);
        yield `${JSON.stringify(missing(format, customId))}\n`;
        continue;
      }
      written[place.answered ? "answered" : "failed"] += 1;
      if (place.reason !== undefined) name(at, customId, place.reason);
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
