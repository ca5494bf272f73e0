import { afterEach, expect, test, vi } from "vitest";
import { printCsv } from "./csv.ts";

afterEach(() => vi.restoreAllMocks());

test("a table without rows is said to have none, on stderr, and nothing stands on stdout", () => {
  const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);

  printCsv("/api/anomalies", {
    from: "2026-10-29T00:00:00.000Z",
    to: "2026-11-28T00:00:00.000Z",
    grain: "day",
    judgement: { kind: "history_too_short", needed_days: 29, known_days: 0 },
  });

  expect(stdout.mock.calls.join("")).toBe("");
  expect(stderr.mock.calls.join("")).toContain("The table has no rows");
});

test("what a table leaves out is said on stderr, and stands not among its rows", () => {
  const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);

  printCsv("/api/calls", { rows: [{ call_id: "a" }], total: 51 });
  printCsv("/api/reports/spend-by", { rows: [{ group: "a" }], left_out: 3 });

  expect(stdout.mock.calls.join("")).toBe("call_id\r\na\r\ngroup\r\na\r\n");
  expect(stderr.mock.calls.join("")).toBe(
    "1 row of 51 in all.\n3 groups beyond the limit: not in rows of their own.\n",
  );
});
