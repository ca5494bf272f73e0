import fc from "fast-check";
import { expect, test } from "vitest";
import { pieceEnd } from "./piece-end.ts";

const PIECE_BYTES = 256 * 1024;

test("pieces are whole lines, and none is longer than a piece but a line that is, wherever it stands", () => {
  const short = fc.integer({ min: 1, max: 100_000 });
  const long = fc.integer({ min: PIECE_BYTES + 1, max: 2 * PIECE_BYTES });
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 3, arbitrary: short }, long), { minLength: 1, maxLength: 12 }),
      (lengths) => {
        const bytes = Buffer.from(lengths.map((length) => `${"x".repeat(length - 1)}\n`).join(""));
        for (let start = 0; start < bytes.length; ) {
          const end = pieceEnd(bytes, start, bytes.length);
          const piece = bytes.subarray(start, end);
          expect(piece.at(-1)).toBe(10);
          if (piece.length > PIECE_BYTES + 1) expect(piece.indexOf(10)).toBe(piece.length - 1);
          start = end;
        }
      },
    ),
    { examples: [[[PIECE_BYTES + 2, 50_000, 100_000, PIECE_BYTES]]] },
  );
});
