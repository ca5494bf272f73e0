import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attempt } from "../store.fixture.ts";
import { openDatabase } from "./database.ts";
import type { LedgerProblem } from "./ledger-problem.ts";
import { WorkerLedger } from "./worker-ledger.ts";

test("a ledger that DuckDB declared invalid is opened again and goes on", async () => {
  const directory = await mkdtemp(join(tmpdir(), "headgate-invalid-"));
  const problems: LedgerProblem[] = [];
  let openings = 0;
  const ledger = new WorkerLedger(
    async () => {
      openings += 1;
      const database = await openDatabase({
        path: join(directory, "ledger.duckdb"),
        memoryLimit: "256MB",
      });
      // DuckDB's own switch for a checkpoint that dies half way.
      if (openings === 1) await database.writer.run("set debug_checkpoint_abort = 'before_header'");
      return database;
    },
    (problem) => problems.push(problem),
  );
  await ledger.append({ rows: [attempt({ call_id: "a" })], cursors: [] });

  await expect(ledger.checkpoint()).rejects.toMatchObject({ code: "internal" });
  const results = await Promise.allSettled([
    ledger.append({ rows: [attempt({ call_id: "b" })], cursors: [] }),
    ledger.call("a"),
  ]);

  expect(results.map((result) => result.status)).toEqual(["fulfilled", "fulfilled"]);
  expect(openings).toBe(2);
  await ledger.checkpoint();
  expect((await ledger.extent()).rows).toBe(2);
  expect(problems).toEqual([]);
  await ledger.close();
  await rm(directory, { recursive: true, force: true });
});
