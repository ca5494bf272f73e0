import { StringDecoder } from "node:string_decoder";
import type { ReadContext, SourceFile } from "../source.ts";
import { breakSkip } from "./file-break.ts";
import { type ReadSkip, skipAt } from "./read-skip.ts";

const LONGEST_LINE = 64 * 1024;

/** A line of text without its end, and where it stands. */
type Line = Readonly<{ kind: "line"; text: string; place: string }>;

/**
 * The lines of a text, in pieces as they come. A line that is longer than `longest` characters, and a file that
 * breaks off, is a skip with its place. Throws only when aborted.
 */
export async function* readLines(
  file: SourceFile,
  { signal, longest = LONGEST_LINE }: ReadContext & Readonly<{ longest?: number }>,
): AsyncIterable<readonly (Line | ReadSkip)[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 0;
  const taken = (text: string): Line | ReadSkip => {
    number += 1;
    const place = `${file.name}:${number}`;
    return text.length > longest ? skipAt("row_too_long", place) : { kind: "line", text, place };
  };
  try {
    for await (const chunk of file.open()) {
      signal.throwIfAborted();
      const lines = (rest + decoder.write(Buffer.from(chunk))).split("\n");
      rest = lines.pop() ?? "";
      // Kept long enough to be told as too long, and no longer.
      if (rest.length > 2 * longest) rest = rest.slice(0, 2 * longest);
      if (lines.length > 0) yield lines.map(taken);
    }
  } catch (error) {
    signal.throwIfAborted();
    yield [breakSkip(error, `${file.name}:${number + 1}`)];
    return;
  }
  rest += decoder.end();
  if (rest !== "") yield [taken(rest)];
}
