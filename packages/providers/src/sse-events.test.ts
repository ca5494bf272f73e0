import fc from "fast-check";
import { expect, test } from "vitest";
import { readSseEvent, SseEventEnds } from "./sse-events.ts";
import { cutAt } from "./streams.fixture.ts";

/** All ends of a stream that arrives in these pieces, as offsets in the whole. */
function endsOf(pieces: readonly Buffer[]): number[] {
  const scanner = new SseEventEnds();
  const ends: number[] = [];
  let offset = 0;
  for (const piece of pieces) {
    for (const end of scanner.scan(piece)) ends.push(offset + end);
    offset += piece.length;
  }
  return ends;
}

const streams = fc
  .array(fc.constantFrom("a", "\n", "\r", "\r\n", "data: x", "é"), { maxLength: 40 })
  .map((parts) => Buffer.from(`${parts.join("")}.`, "utf8"));

test("events end at the same places, wherever the stream is cut", () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat(60)), (stream, cuts) => {
      const inside = cuts.filter((cut) => cut < stream.length);
      expect(endsOf(cutAt(stream, inside))).toEqual(endsOf([stream]));
    }),
  );
});

test("an empty line ends an event, whether lines end in LF, CRLF or CR", () => {
  expect(endsOf([Buffer.from("data: 1\n\ndata: 2\n\n")])).toEqual([9, 18]);
  expect(endsOf([Buffer.from("data: 1\r\n\r\ndata: 2\r\n\r\n.")])).toEqual([11, 22]);
  expect(endsOf([Buffer.from("data: 1\r\rdata: 2\r\r.")])).toEqual([9, 18]);
});

test("an event's data lines are joined and comments are left out", () => {
  const event = readSseEvent(Buffer.from(": hi\nevent: x\ndata:1\ndata: 2\nid: 7\n\n"));

  expect(event).toEqual({ name: "x", data: "1\n2", foreign: false });
});

test("a line that is no field is foreign, but the beginning of a field is not when the event is cut", () => {
  expect(readSseEvent(Buffer.from("<html>\n\n")).foreign).toBe(true);
  expect(readSseEvent(Buffer.from("data: 1\nda"), true).foreign).toBe(false);
  expect(readSseEvent(Buffer.from("data: 1\nda")).foreign).toBe(true);
});
