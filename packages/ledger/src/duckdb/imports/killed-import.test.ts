import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { importAll } from "../../imports/imports.fixture.ts";
import { openDuckdbLedger } from "../open-duckdb-ledger.ts";

const program = fileURLToPath(new URL("./import-process.fixture.ts", import.meta.url));
const BATCHES = 4;
const BATCH_ROWS = 500;
const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };

/** Imports in a process of its own and kills it when it tells this; resolves to all that it told. */
async function importAndKill(path: string, name: string, killAt: string): Promise<string[]> {
  const told: string[] = [];
  const child = spawn(
    process.execPath,
    [
      ...["--conditions=@headgate/source", "--import", "tsx", program],
      ...[path, name, `${BATCHES}`, `${BATCH_ROWS}`],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    if (line === killAt) child.kill("SIGKILL");
  }
  expect(await exited).toEqual([null, "SIGKILL"]);
  return told;
}

test("an import that is killed anywhere is in the ledger whole, or not at all", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-killed-import-"));
  const path = join(folder, "ledger.duckdb");
  let finished = 0;
  for (const [index, killAt] of ["added 0", "added 3", "finishing", "finished"].entries()) {
    const told = await importAndKill(path, `import-${index}`, killAt);

    const ledger = await openDuckdbLedger({ path });
    const imports = await ledger.imports({ limit: 10 });
    const { totals } = await ledger.report("totals", july);
    const bills = await ledger.report("bill-by", { ...july, by: "provider_name", limit: 9 });

    expect([finished, finished + (killAt.startsWith("added") ? 0 : 1)]).toContain(imports.length);
    if (told.includes("finished")) expect(imports[0]?.named).toEqual([`import-${index}`]);
    finished = imports.length;
    const rows = finished * BATCHES * BATCH_ROWS;
    expect(totals.attempts).toBe(rows);
    expect(bills.rows.reduce((total, row) => total + row.lines, 0)).toBe(rows);
    await ledger.close();
  }
  const ledger = await openDuckdbLedger({ path });
  expect(await importAll(ledger, {})).toMatchObject({ sources: [] });
  expect(await ledger.imports({ limit: 10 })).toHaveLength(finished + 1);
  await ledger.close();
  await rm(folder, { recursive: true });
});
