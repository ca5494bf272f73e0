import { counted, HeadgateError } from "@headgate/contract";
import { readRequestLine } from "@headgate/providers";
import { splitLines } from "./split-lines.ts";

/** Anthropic's limit of a batch; OpenAI's is half of it, and Headgate makes as many batches as a provider needs. */
export const MOST_REQUESTS = 100_000;

/** What a file of requests holds. */
export type CheckedFile = Readonly<{ requests: number; endpoint: string }>;

/**
 * Looks through a file for OpenAI's batches as it comes.
 *
 * @throws HeadgateError `file_invalid` that names the first line that cannot be taken
 */
export async function checkFile(
  pieces: AsyncIterable<Uint8Array>,
  mostLineBytes: number,
): Promise<CheckedFile> {
  const lineOf = new Map<string, number>();
  let endpoint: string | undefined;
  for await (const { line, text } of splitLines(pieces, mostLineBytes)) {
    const place = `line ${line}`;
    const request = readRequestLine(text, place);
    endpoint ??= request.endpoint;
    if (request.endpoint !== endpoint) {
      throw at(place, "url", `expected ${endpoint} as in the lines before`);
    }
    const earlier = lineOf.get(request.customId);
    if (earlier !== undefined) throw at(place, "custom_id", `it is that of line ${earlier}`);
    lineOf.set(request.customId, line);
    if (lineOf.size > MOST_REQUESTS) {
      throw new HeadgateError(
        "file_invalid",
        `A file may have ${counted(MOST_REQUESTS, "request")}.`,
      );
    }
  }
  if (endpoint === undefined) throw new HeadgateError("file_invalid", "There is no request in it.");
  return { requests: lineOf.size, endpoint };
}

const at = (place: string, param: string, reason: string): HeadgateError =>
  new HeadgateError("file_invalid", `${place}, ${param}: ${reason}.`, { place, param });
