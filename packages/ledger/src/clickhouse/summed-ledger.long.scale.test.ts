import { describe, test, vi } from "vitest";
import { describeLedgerStore } from "../store.conformance.ts";
import { summedBeforeQuestions } from "../summed-store.fixture.ts";
import { openingLedgers } from "./opening-ledgers.fixture.ts";

// Each question sums all days up before it is asked, over the wire.
vi.setConfig({ testTimeout: 600_000 });

const url = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];

if (url === undefined) {
  describe.skip("ClickHouse with its sums built is a ledger store (no server of ClickHouse is named)", () => {
    test("HEADGATE_TEST_CLICKHOUSE", () => undefined);
  });
} else {
  describeLedgerStore("ClickHouse with its sums built", summedBeforeQuestions(openingLedgers(url)));
}
