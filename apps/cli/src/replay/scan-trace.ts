import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { HeadgateError } from "@headgate/contract";

const NEWLINE = 10;
const HASH_CHARACTERS = 8;

/** What one pass over a trace file tells. */
export type TraceScan = Readonly<{
  /** Names a replay: the same for the same bytes and model, wherever the file lies. */
  replay: string;
  /** Lines that are not empty, without the heading; an estimate where a field holds a line break. */
  lines: number;
}>;

/** @throws HeadgateError `input_unreadable` */
export async function scanTrace(path: string, model: string): Promise<TraceScan> {
  const hash = createHash("sha256");
  let lines = 0;
  let lineHasText = false;
  try {
    for await (const chunk of createReadStream(path)) {
      if (!Buffer.isBuffer(chunk)) continue;
      hash.update(chunk);
      for (const byte of chunk) {
        if (byte === NEWLINE) {
          if (lineHasText) lines += 1;
          lineHasText = false;
        } else if (byte > 32) lineHasText = true;
      }
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  if (lineHasText) lines += 1;
  return {
    replay: hash.update(`\0${model}`).digest("hex").slice(0, HASH_CHARACTERS),
    lines: Math.max(0, lines - 1),
  };
}

/** What a failure to read a file is told as. */
export function unreadable(path: string, error: unknown): HeadgateError {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return new HeadgateError("input_unreadable", `${path}: ${reason}.`, {}, { cause: error });
}
