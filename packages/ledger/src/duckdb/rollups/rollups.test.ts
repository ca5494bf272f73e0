import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { expectSameFromSums } from "../../reports/rollups/sums.conformance.ts";
import { ledgerOfThread } from "../ledger-of-thread.fixture.ts";

test("every report answers the same from sums as from rows, whatever was written and summed up between", async () => {
  await expectSameFromSums(
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "headgate-rollups-"));
      const plain = ledgerOfThread(":memory:");
      const path = join(folder, "ledger.duckdb");
      let summed = ledgerOfThread(path);
      return {
        plain,
        summed,
        reopen: async () => {
          await summed.close();
          summed = ledgerOfThread(path);
          return summed;
        },
        close: async () => {
          await plain.close();
          await summed.close();
          await rm(folder, { recursive: true });
        },
      };
    },
    { numRuns: 20, mostMs: 120_000 },
  );
});
