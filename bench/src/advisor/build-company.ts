import { writeFileSync } from "node:fs";
import { openDuckdbLedger } from "@headgate/ledger";
import { formatDollars } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { endpointGauges, plantedCompany, unitLines } from "./planted-company.ts";

/** Run by itself: `build-company.ts LEDGER TRUTH CALLS TO SEED` makes a ledger, and writes what was planted. */
const [, , path, truth, calls, toMs, seed] = process.argv;
if (path === undefined || truth === undefined) throw new Error("which files?");

const ledger = await openDuckdbLedger({ path });
const company = plantedCompany(loadPriceBook(), {
  calls: Number(calls),
  toMs: Number(toMs),
  seed: Number(seed),
});
for (const rows of company.rows()) await ledger.append({ rows, cursors: [] });
const number = await ledger.beginImport({ startedAtMs: Number(toMs), named: ["constructed"] });
await ledger.addToImport({
  import: number,
  sequence: 0,
  gauges: [...endpointGauges(Number(toMs))],
  billLines: [...unitLines(Number(toMs))],
});
await ledger.finishImport({
  import: number,
  finishedAtMs: Number(toMs),
  ...{ read: [], skips: [], warnings: [] },
});
await ledger.buildSums();
await ledger.checkpoint();
await ledger.close();
writeFileSync(
  truth,
  JSON.stringify({
    spent: formatDollars(company.spent()),
    planted: company.planted.map((one) => ({ ...one, dollars: formatDollars(one.dollars) })),
  }),
);
