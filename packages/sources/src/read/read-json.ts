import type { ReadContext, SourceFile } from "../source.ts";
import { breakSkip } from "./file-break.ts";
import { type JsonFound, type JsonParse, parseWhole } from "./json-record.ts";
import { JsonScanner } from "./json-scanner.ts";

/** 16 MiB: several times what a provider takes as one request. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;
/**
 * A file comes in pieces of up to a megabyte, and is read in smaller ones: objects that are passed on before V8 collects
 * are never carried along, which costs more than to read them.
 */
const READ_AT_ONCE_BYTES = 64 * 1024;

export type ReadJsonOptions = ReadContext &
  Readonly<{
    /** `JSON.parse` unless said; `parseJsonKeepingNumbers` where numbers are money. */
    parse?: JsonParse;
    /** A longer object is left out as `row_too_long`. 16 MiB unless said. */
    maxRecordBytes?: number;
  }>;

/**
 * The objects of a file of JSON: one a line (JSON lines), the members of a list, objects behind each other,
 * printed over several lines or not; also mixed. A byte order mark and blank lines are passed over.
 *
 * What is no object, is cut short by the file's end, is too long or not UTF-8 is a skip with its place, and
 * costs itself alone. A file that breaks off (broken gzip, a disk that fails) ends in `file_unreadable`; what
 * came before stays. Holds one object and one piece of the file at a time. Throws only when aborted.
 */
export async function* readJson(
  file: SourceFile,
  { signal, parse = parseWhole, maxRecordBytes = MAX_RECORD_BYTES }: ReadJsonOptions,
): AsyncIterable<readonly JsonFound[]> {
  const scanner = new JsonScanner({ name: file.name, parse, maxRecordBytes });
  try {
    for await (const chunk of file.open()) {
      signal.throwIfAborted();
      for (let start = 0; start < chunk.length; start += READ_AT_ONCE_BYTES) {
        const found = scanner.push(chunk.subarray(start, start + READ_AT_ONCE_BYTES));
        if (found.length > 0) yield found;
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    const whole = scanner.end().filter((found) => found.kind === "record");
    yield [...whole, breakSkip(error, `${file.name}:${scanner.line}`)];
    return;
  }
  const last = scanner.end();
  if (last.length > 0) yield last;
}
