import { describe, test, vi } from "vitest";
import { describeLedgerStore } from "../store.conformance.ts";
import { openingLedgers } from "./opening-ledgers.fixture.ts";

// Each question goes over the wire, and machines of tests are slow.
vi.setConfig({ testTimeout: 600_000 });

const url = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];

if (url === undefined) {
  describe.skip("ClickHouse is a ledger store (no server of ClickHouse is named)", () => {
    test("HEADGATE_TEST_CLICKHOUSE", () => undefined);
  });
} else {
  describeLedgerStore("ClickHouse", openingLedgers(url));
}
