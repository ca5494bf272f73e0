import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { createPriceAttempt } from "../import/price-attempt.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn } from "../source-files.fixture.ts";
import { gateway } from "./source.ts";

const read = () => readAll(gateway, fixtureFile("gateway", "00000001.spool"));
const toRow = createPriceAttempt(loadPriceBook(), configSchema.parse({}));

test("rows of a spool keep what the gateway settled: attempts, charge, simulated money", async () => {
  const rows = attemptsIn(await read()).map((facts) => toRow(facts, facts.attribution));

  expect(rows).toMatchObject([
    { row_id: "01CONSTRUCTED0001:0", attempt: 0, final: false, charge: { lines: [] } },
    {
      row_id: "01CONSTRUCTED0001:1",
      attempt: 1,
      final: true,
      simulated: false,
      provider: "our-openai",
      charge: {
        effective_cost: "0.000243000000",
        lines: [{ price_record: "constructed-input" }, {}],
      },
      savings: [{ lever: "constructed", amount: "0.000027000000" }],
      attribution: { team: "search" },
    },
    { row_id: "01CONSTRUCTED0002:0", simulated: true },
  ]);
  expect(rows.every((row) => !("settled" in row))).toBe(true);
});

test("lines that were changed, are another source's or break off are told with their place", async () => {
  expect(skipsIn(await read())).toEqual([
    "00000001.spool:4: row_malformed",
    "00000001.spool:5: row_malformed",
    "00000001.spool:6: row_malformed",
  ]);
});
