import type { IncomingMessage } from "node:http";

const empty = Buffer.alloc(0);

/**
 * Collects a request's body and hands it on once it is whole; `undefined` when it was larger than
 * allowed. A client that leaves before the end is never answered.
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  done: (body: Buffer | undefined) => void,
): void {
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      more = undefined;
      return;
    }
    if (first === undefined) first = chunk;
    else if (more === undefined) more = [first, chunk];
    else more.push(chunk);
  });
  request.on("end", () => {
    if (bytes > maxBytes) done(undefined);
    else done(more === undefined ? (first ?? empty) : Buffer.concat(more));
  });
}
