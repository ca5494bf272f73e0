import { readFileSync } from "node:fs";

/** The bytes of a fixture. */
export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

/** The same stream with CRLF line ends. */
export const withCrlf = (stream: Buffer): Buffer =>
  Buffer.from(stream.toString("utf8").replaceAll("\n", "\r\n"), "utf8");

/** The bytes cut at each of the positions. */
export function cutAt(bytes: Buffer, positions: readonly number[]): Buffer[] {
  const sorted = [...new Set(positions)].sort((left, right) => left - right);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const position of [...sorted, bytes.length]) {
    pieces.push(bytes.subarray(from, position));
    from = position;
  }
  return pieces;
}
