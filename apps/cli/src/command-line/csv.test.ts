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
