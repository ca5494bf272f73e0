import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitRegularRow } from "./split-regular-row.ts";

const cell = fc.oneof(
  fc.string(),
  fc.constantFrom("", '"', '""', ",", 'a,"b"', "two\nlines", "\r", " x ", '{"a":"b,c"}'),
);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test("cells that are written by the rules are read as they were, in quotes or without", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(",", ";", "\t", "|"),
      (cells, delimiter) => {
        const row = cells
          .map(([text, inQuotes]) =>
            inQuotes || /["\n\r]/.test(text) || text.includes(delimiter) ? quoted(text) : text,
          )
          .join(delimiter);

        expect(splitRegularRow(row, delimiter)).toEqual(cells.map(([text]) => text));
      },
    ),
  );
});

test("whatever stands in a row, it is read as the library reads it, or left to it", () => {
  const piece = fc.constantFrom('"', '""', ",", "a", " ", '","', "b c");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const row = pieces.join("");
      const cells = splitRegularRow(row, ",");
      if (cells === undefined || row === "") return;
      const [byLibrary] = parse(row, { relax_column_count: true, record_delimiter: ["\n"] });

      expect(cells).toEqual(byLibrary);
    }),
    { numRuns: 2_000 },
  );
});

test("quotes that stand elsewhere are left to the library", () => {
  for (const row of ['a"b', '"a"b', '"a', 'a,"b" ,c', ' "a"', 'a,"b""']) {
    expect(splitRegularRow(row, ",")).toBeUndefined();
  }
});
