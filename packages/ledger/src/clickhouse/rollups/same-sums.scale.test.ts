import { describe, test } from "vitest";
import { ledgerOfThread } from "../../duckdb/ledger-of-thread.fixture.ts";
import { expectSameFromSums } from "../../reports/rollups/sums.conformance.ts";
import { openingLedgers } from "../opening-ledgers.fixture.ts";

const [url = ""] = (process.env.HEADGATE_TEST_CLICKHOUSE ?? "").split(" ");

describe.skipIf(url === "")("sums by day on ClickHouse", () => {
  const open = openingLedgers(url);
  let run = 0;

  test("every report answers the same from them as DuckDB does from rows, whatever was written and summed up between", async () => {
    await expectSameFromSums(
      async () => {
        run += 1;
        // Another name empties the database.
        const directory = `run-${run}`;
        const plain = ledgerOfThread(":memory:");
        let summed = await open(directory);
        return {
          plain,
          summed,
          reopen: async () => {
            await summed.close();
            summed = await open(directory);
            return summed;
          },
          close: async () => {
            await plain.close();
            await summed.close();
          },
        };
      },
      { numRuns: 2, mostMs: 900_000 },
    );
  }, 1_200_000);
});
