import { HeadgateError } from "@headgate/contract";

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [34, 92, 123, 125, 91, 93];
/** Of the body's object and its list: a request opens below both. */
const DEPTH_OF_REQUESTS = 2;
const REQUESTS = /^\s*\{\s*"requests"\s*:\s*$/;
const MOST_HEAD_BYTES = 4_096;

/**
 * The members of `{"requests": […]}` one after the other, without holding the body: it may have hundreds of megabytes.
 * Each is JSON text that still has to be parsed.
 *
 * @throws HeadgateError `batch_invalid` where the body is not of this form, or a member is longer than `mostBytes`
 */
export async function* splitRequests(
  pieces: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<string> {
  let depth = 0;
  let inText = false;
  let escaped = false;
  /** What stands before the list, then the member under way. */
  let held: number[] | undefined = [];
  let member: Buffer[] = [];
  let memberBytes = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let from = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) {
        if (depth === DEPTH_OF_REQUESTS) throw notOfTheForm();
        inText = true;
      } else if (byte === OPEN || byte === OPEN_LIST) {
        if (depth === 1) {
          if (held === undefined) throw notOfTheForm();
          checkHead(held, byte);
          held = undefined;
        }
        depth += 1;
        if (depth === DEPTH_OF_REQUESTS + 1) from = at;
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        depth -= 1;
        if (depth === DEPTH_OF_REQUESTS) {
          member.push(bytes.subarray(from, at + 1));
          yield Buffer.concat(member).toString("utf8");
          member = [];
          memberBytes = 0;
        }
      } else if (depth === DEPTH_OF_REQUESTS && !isBetween(byte)) throw notOfTheForm();
      if (held !== undefined && byte !== undefined) {
        held.push(byte);
        if (held.length > MOST_HEAD_BYTES) throw notOfTheForm();
      }
    }
    if (depth > DEPTH_OF_REQUESTS) {
      const part = bytes.subarray(from);
      memberBytes += part.length;
      if (memberBytes > mostBytes) {
        throw new HeadgateError("batch_invalid", `A request has more than ${mostBytes} bytes.`);
      }
      // The piece's memory is the sender's to use again.
      member.push(Buffer.from(part));
    }
  }
  if (held !== undefined || depth !== 0 || inText) throw notOfTheForm();
}

/** Space of JSON, and the comma. */
const isBetween = (byte: number | undefined): boolean =>
  byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 44;

function checkHead(held: readonly number[], byte: number): void {
  const head = Buffer.from(held).toString("utf8");
  if (byte !== OPEN_LIST || !REQUESTS.test(head)) throw notOfTheForm();
}

const notOfTheForm = (): HeadgateError =>
  new HeadgateError("batch_invalid", 'The body is not {"requests": […]} whole.', {
    param: "requests",
  });
