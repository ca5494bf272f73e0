import { expect, test } from "vitest";
import { ledgerHolds } from "./ledger-holds.ts";

const holding = (rows: number | null, bills: string | null) =>
  ledgerHolds({
    ledger: {
      ...{ rows, first_row_at: null, last_row_at: null },
      ...{ bills_from: bills, bills_to: bills, bills_daily_to: bills },
    },
  });

test("a ledger of bills alone is not empty, and one that does not answer is neither", () => {
  const day = "2026-11-01T00:00:00.000Z";

  expect(holding(0, null)).toBe("nothing");
  expect(holding(0, day)).toBe("bills");
  expect(holding(1, day)).toBe("calls");
  expect(holding(null, null)).toBe("unknown");
  expect(ledgerHolds(undefined)).toBe("unknown");
});
