import fc from "fast-check";
import { expect, test } from "vitest";
import { isJson } from "./is-json.ts";

/** Bytes as characters, which is how they are looked at. */
function parses(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes).toString("latin1"));
    return true;
  } catch {
    return false;
  }
}

const piece = fc.constantFrom(
  ...["{", "}", "[", "]", ",", ":", '"', '"a"', "\\", "\\u00aF", "\\n", "-", "0", "1", "9", "."],
  ...["e", "E+", "-0.5e-3", "true", "false", "null", "nul", " ", "\t", "\r\n", "\u00a0", "\u0001"],
);
const wrong = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

test("bytes are JSON where the parser of the language reads them", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), wrong), fc.nat(), wrong, (json, at, inserted) => {
      const place = at % (json.length + 1);
      const spoilt = json.slice(0, place) + inserted + json.slice(place);
      for (const text of [json, spoilt, json.slice(0, place)]) {
        for (const encoding of ["utf8", "latin1"] as const) {
          const bytes = Buffer.from(text, encoding);
          expect({ text, is: isJson(bytes) }).toEqual({ text, is: parses(bytes) });
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

test("brackets may be as deep as they like", () => {
  const deep = Buffer.from("[".repeat(100_000) + "]".repeat(100_000));
  expect(isJson(deep)).toBe(true);
  expect(isJson(deep.subarray(1))).toBe(false);
});
