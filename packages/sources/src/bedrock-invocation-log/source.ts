import { breakSkip } from "../read/file-break.ts";
import { readJson } from "../read/read-json.ts";
import { skipAt } from "../read/read-skip.ts";
import { readTable } from "../read/read-table.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { base64Payloads } from "./base64-payloads.ts";
import { detect, isAside } from "./detect.ts";
import type { RequestBodies } from "./kept-of.ts";
import { headOf, layoutOf, textOf } from "./log-text.ts";
import { parseRecord } from "./parse-record.ts";
import { readRecord } from "./read-record.ts";
import { slimmed } from "./slimmed.ts";
import { type Unwrapped, unpacked, unwrap } from "./unwrap.ts";

/** A page of Logs Insights holds 10,000 rows in one object. */
const MOST_RECORD_BYTES = 64 * 2 ** 20;

/**
 * Bedrock's model invocation logs: the `.json.gz` trees that it writes to S3, and what CloudWatch Logs exports
 * of them, in any of its layouts. A record is one call; written to S3 and CloudWatch both, or exported twice,
 * it has the same id. Calls by bedrock-mantle and batch jobs are not in the log.
 */
export const bedrockInvocationLog: Source = {
  name: "bedrock_invocation_log",
  title: "Amazon Bedrock's model invocation logs",
  detect,
  read: (file, context) => inBatches(read(file, context)),
};

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  if (isAside(file.name)) {
    yield [skipAt("not_a_call", file.name, "A body that a record names, or Bedrock's test file.")];
    return;
  }
  const layout = layoutOf(await headOf(file));
  if (layout === "base64") {
    yield await fromBase64(file, context);
    return;
  }
  if (layout === "table") {
    yield* fromTable(file, context);
    return;
  }
  const requests = requestsIn(context);
  const records = slimmed(file, {
    isPrefixed: layout === "prefixed_lines",
    mostLineBytes: MOST_RECORD_BYTES,
    requests,
  });
  const parse = (bytes: Buffer): unknown => parseRecord(bytes, requests);
  const options = { ...context, parse, maxRecordBytes: MOST_RECORD_BYTES };
  for await (const pieces of readJson(records, options)) {
    const found: Found[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") found.push(piece);
      else for (const one of recordsOf(piece.value, piece.place, context)) found.push(one);
    }
    yield found;
  }
}

async function* fromTable(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  for await (const pieces of readTable(file, context)) {
    yield pieces.flatMap((piece) =>
      piece.kind === "skip" ? [piece] : recordsOf(piece.cells, piece.place, context),
    );
  }
}

async function fromBase64(file: SourceFile, context: ReadContext): Promise<readonly Found[]> {
  let text: string | undefined;
  try {
    text = await textOf(file, MOST_RECORD_BYTES);
  } catch (error) {
    return [breakSkip(error, file.name)];
  }
  if (text === undefined) {
    return [skipAt("row_too_long", file.name, `Over ${MOST_RECORD_BYTES} bytes.`)];
  }
  return base64Payloads(text).flatMap(({ base64, line }) => {
    const place = `${file.name}:${line}`;
    const at = { place, requests: requestsIn(context) };
    return foundIn(unpacked(base64, at), { place, context });
  });
}

const requestsIn = ({ prompts }: ReadContext): RequestBodies =>
  prompts === undefined ? "left_out" : "kept";

const recordsOf = (value: unknown, place: string, context: ReadContext): readonly Found[] =>
  foundIn(unwrap(value, { place, requests: requestsIn(context) }), { place, context });

const foundIn = (
  unwrapped: readonly Unwrapped[],
  { place, context }: Readonly<{ place: string; context: ReadContext }>,
): readonly Found[] =>
  unwrapped.flatMap((one) =>
    one.kind === "log" ? readRecord(one.record, place, context.prompts) : [one],
  );
