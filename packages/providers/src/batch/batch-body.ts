import { HeadgateError } from "@headgate/contract";
import { type BatchLimits, type BatchLine, type BatchLines, isBatchMarker } from "./batch-api.ts";

/** How a provider writes the lines of a batch into the body of one request. */
export type BodyShape = Readonly<{
  head: string;
  line: (line: BatchLine) => string;
  between: string;
  tail: string;
}>;

export type MeasuredBody = Readonly<{ requests: number; contentLength: number }>;

/** What Anthropic takes as an id, the narrowest; one of ours leaves room for what is put before it. */
const CUSTOM_ID = /^[A-Za-z0-9_-]{1,51}$/;
/** Small lines go out together. */
const PIECE_BYTES = 65_536;

/** Counts a batch before a byte of it is sent. @throws HeadgateError `batch_refused` for one that cannot be taken. */
export async function measureBody(
  lines: BatchLines,
  shape: BodyShape,
  limits: BatchLimits,
  marker: string,
): Promise<MeasuredBody> {
  if (!isBatchMarker(marker)) throw refused(`${marker} is no marker that all providers keep.`);
  const seen = new Set<string>();
  const around = Buffer.byteLength(shape.head) + Buffer.byteLength(shape.tail);
  let bytes = 0;
  for await (const line of lines()) {
    const { customId } = line;
    if (!CUSTOM_ID.test(customId)) {
      throw refused(
        `line ${seen.size + 1}: its id is not 1 to 51 of the characters A-Z a-z 0-9 _ -.`,
      );
    }
    if (seen.has(customId)) throw refused(`two lines have the id ${customId}.`);
    if (seen.size > 0) bytes += Buffer.byteLength(shape.between);
    seen.add(customId);
    bytes += Buffer.byteLength(shape.line(line));
    if (seen.size > limits.requests) throw refused(`it has more than ${limits.requests} requests.`);
    if (bytes > limits.bytes) throw refused(`it is larger than ${limits.bytes} bytes.`);
  }
  if (seen.size < limits.leastRequests) {
    throw refused(`it has ${seen.size} requests, and ${limits.leastRequests} are the fewest.`);
  }
  return { requests: seen.size, contentLength: around + bytes };
}

/** The body in pieces. @throws TypeError when the lines are not those that were measured. */
export async function* bodyOf(
  lines: BatchLines,
  shape: BodyShape,
  measured: MeasuredBody,
): AsyncGenerator<Buffer> {
  let sent = 0;
  let first = true;
  let waiting = shape.head;
  for await (const line of lines()) {
    waiting += (first ? "" : shape.between) + shape.line(line);
    first = false;
    if (waiting.length < PIECE_BYTES) continue;
    const piece = Buffer.from(waiting);
    waiting = "";
    sent += piece.length;
    yield piece;
  }
  const last = Buffer.from(waiting + shape.tail);
  if (sent + last.length !== measured.contentLength) {
    throw new TypeError(
      "the lines of a batch were others when they were sent than when they were counted",
    );
  }
  yield last;
}

const refused = (why: string): HeadgateError =>
  new HeadgateError("batch_refused", `Not sent: ${why}`);
