import { HeadgateError } from "@headgate/contract";

const NEWLINE = 10;

/**
 * Lines of bytes that come in pieces, counted from 1; empty ones are passed over.
 *
 * @throws HeadgateError `file_invalid` where a line is longer than `mostBytes`
 */
export async function* splitLines(
  pieces: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<Readonly<{ line: number; text: string }>> {
  let line = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  const keep = (part: Buffer): void => {
    restBytes += part.length;
    if (restBytes > mostBytes) {
      throw new HeadgateError("file_invalid", `line ${line + 1}: more than ${mostBytes} bytes.`);
    }
    rest.push(part);
  };
  const take = (): string => {
    const text = Buffer.concat(rest).toString("utf8");
    rest = [];
    restBytes = 0;
    line += 1;
    return text.trim();
  };
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      keep(bytes.subarray(from, at));
      from = at + 1;
      const text = take();
      if (text !== "") yield { line, text };
    }
    if (from < bytes.length) keep(bytes.subarray(from));
  }
  const text = take();
  if (text !== "") yield { line, text };
}
