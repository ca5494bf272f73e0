import type { ImportSummary } from "@headgate/contract";
import { expect, test } from "vitest";
import { progressText } from "./progress-text.ts";
import { renderImport } from "./render-import.ts";

const summary: ImportSummary = {
  import_number: 3,
  sources: [
    {
      source: "aws_cur",
      files: 2,
      rows: 1_283,
      added: 1_281,
      already_there: 0,
      replaced: 12,
      seen_elsewhere: 0,
      skipped: 2,
      first_at: "2026-10-01T00:00:00.000Z",
      last_at: "2026-10-31T23:00:00.000Z",
      costs: [{ currency: "USD", billed_cost: "1.682309", effective_cost: "1.5" }],
    },
  ],
  skips: [
    {
      source: "aws_cur",
      reason: "row_malformed",
      count: 2,
      examples: [
        { reason: "row_malformed", place: "cur.csv:17", detail: "3 cells; the header has 5." },
        { reason: "row_malformed", place: "cur.csv:19" },
      ],
    },
    {
      source: null,
      reason: "file_unrecognised",
      count: 7,
      examples: [{ reason: "file_unrecognised", place: "holiday.png" }],
    },
  ],
  warnings: [{ warning: "A unit is off.", count: 4, example: "cur.csv:20" }],
};

test("the summary says what came in, what it cost, and what was left out and where", () => {
  expect(renderImport(summary, { timeZone: "UTC", width: 200 })).toMatchInlineSnapshot(`
    "Import 3 holds:

    Source   Files   Rows  Added  Already there  Replaced  Seen elsewhere  Skipped  From              To
    aws_cur      2  1,283  1,281              0        12               0        2  2026-10-01 00:00  2026-10-31 23:00

    Costs of the added rows
      aws_cur: 1.682309 USD billed, 1.5 USD effective

    Left out
      2 × the row is no JSON, or has another number of fields than the header, in aws_cur: cur.csv:17 (3 cells; the header has 5), cur.csv:19
      7 × the file is of no kind that Headgate reads: holiday.png, …

    Contradictions in what was read
      4 × A unit is off. First: cur.csv:20"
  `);
});

test("without any known file it says so, and a dry run says that nothing was kept", () => {
  const nothing = { ...summary, sources: [], skips: [], warnings: [] };

  expect(renderImport(nothing, { timeZone: "UTC", width: 80 })).toBe(
    "Nothing was found that Headgate reads.",
  );
  expect(
    renderImport({ ...summary, import_number: null }, { timeZone: "UTC", width: 200 }),
  ).toMatch(/^Nothing was kept; an empty ledger would have taken in:/);
});

test("progress is bytes of bytes, rows, the rate and what is left", () => {
  const progress = {
    bytesRead: 1_200_000_000,
    bytesKnown: 4_800_000_000,
    filesDone: 1,
    filesKnown: 4,
    rows: 812_000,
  };

  expect(progressText(progress, 20_000)).toBe(
    "1.2 GB of 4.8 GB (25 %), 1 of 4 files, 812,000 rows, 60.0 MB/s, 1 min 00 s left",
  );
});
