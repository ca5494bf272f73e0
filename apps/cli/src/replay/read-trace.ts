import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { HeadgateError } from "@headgate/contract";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { unreadable } from "./scan-trace.ts";

/** One request of a trace. */
export type TraceRow = Readonly<{
  /** Place among the rows of the file, unreadable ones counted, from 1. */
  row: number;
  /** Milliseconds since the epoch; `undefined` where the trace does not tell. */
  atMs: number | undefined;
  inputTokens: number;
  outputTokens: number;
}>;

const INPUT = "ContextTokens";
const OUTPUT = "GeneratedTokens";
const TIME = "TIMESTAMP";
const WHOLE_NUMBER = /^\d{1,9}$/;
const TIME_PATTERN = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d+)?Z?$/;

const recordSchema = z.object({
  record: z.record(z.string(), z.string().optional()),
  info: z.object({ lines: z.number() }),
});

/**
 * Reads the rows of a trace, by the names of its columns: `ContextTokens`, `GeneratedTokens` and, where
 * there is one, `TIMESTAMP` (UTC). A row that cannot be read is told and left out.
 *
 * @param limit only so many rows from the beginning, unreadable ones counted
 * @throws HeadgateError `input_unreadable` when the file cannot be read or lacks a column
 */
export async function* readTrace(
  path: string,
  onUnreadableLine: (line: number) => void,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<TraceRow> {
  let hasHeading = false;
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    columns: (names: string[]) => {
      hasHeading = true;
      return checkColumns(path, names);
    },
  });
  // Ties their ends together; the loop below meets every error, since it reads the last of them.
  pipeline(createReadStream(path), parser, () => undefined);
  let row = 0;
  try {
    for await (const item of parser) {
      const { record, info } = recordSchema.parse(item);
      row += 1;
      const read = readRow(row, record);
      if (read === undefined) onUnreadableLine(info.lines);
      else yield read;
      if (row >= limit) return;
    }
    if (!hasHeading) {
      throw new HeadgateError(
        "input_unreadable",
        `${path}: the file is empty; its first line is a heading with ${INPUT} and ${OUTPUT}.`,
      );
    }
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    if (!(error instanceof CsvError)) throw unreadable(path, error);
    // A quote that is never closed: what follows it is one unreadable row.
    onUnreadableLine(Number(error.lines));
  }
}

/**
 * Looks at the heading, before anything is said or sent.
 * @throws HeadgateError `input_unreadable` when the file cannot be read or lacks a column
 */
export async function checkTrace(path: string): Promise<void> {
  // Only an unreadable heading throws: rows that cannot be read are told when they are replayed.
  for await (const _row of readTrace(path, () => undefined, 1)) return;
}

function checkColumns(path: string, names: readonly string[]): string[] {
  const missing = [INPUT, OUTPUT].filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new HeadgateError(
      "input_unreadable",
      `${path}: the heading has no column ${missing.join(" and no ")}; it has ${names.join(", ")}.`,
    );
  }
  return [...names];
}

function readRow(
  row: number,
  record: Readonly<Record<string, string | undefined>>,
): TraceRow | undefined {
  const inputTokens = record[INPUT] ?? "";
  const outputTokens = record[OUTPUT] ?? "";
  if (!WHOLE_NUMBER.test(inputTokens) || !WHOLE_NUMBER.test(outputTokens)) return undefined;
  return {
    row,
    atMs: readTime(record[TIME] ?? ""),
    inputTokens: Number(inputTokens),
    outputTokens: Number(outputTokens),
  };
}

function readTime(text: string): number | undefined {
  const [, day, time, fraction = ""] = TIME_PATTERN.exec(text) ?? [];
  if (day === undefined) return undefined;
  // Traces have seven decimals of a second; a moment has three.
  const atMs = Date.parse(`${day}T${time}${fraction.slice(0, 4)}Z`);
  return Number.isNaN(atMs) ? undefined : atMs;
}
