import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, NOVEMBER_MS, trivialSource } from "./import.fixture.ts";
import { createLedgerSink } from "./ledger-sink.ts";
import { runImport } from "./run-import.ts";
import { openTemporaryLedger, type TemporaryLedger } from "./temporary-ledger.ts";

let folder: string;
let temporary: TemporaryLedger;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "headgate-sink-"));
  temporary = await openTemporaryLedger();
});
afterAll(async () => {
  await temporary.close();
  rmSync(folder, { recursive: true });
});

const load = (abort = new AbortController(), source = trivialSource) =>
  runImport({
    paths: [folder],
    sources: [source],
    sink: createLedgerSink({
      store: temporary.store,
      book: loadPriceBook(),
      config: configSchema.parse({}),
      nowMs: () => NOVEMBER_MS,
    }),
    signal: abort.signal,
  });

test("what is aborted leaves nothing, and loading twice changes nothing", async () => {
  const lines = Array.from({ length: 3_000 }, (_, index) =>
    JSON.stringify({ trivial: `call-${index}`, at: NOVEMBER_MS + index }),
  );
  writeFileSync(join(folder, "log.json"), `${lines.join("\n")}\nhalf a line`);
  const abort = new AbortController();
  const stopping = {
    ...trivialSource,
    async *read() {
      for (let batch = 0; batch < 3; batch += 1) {
        yield Array.from(
          { length: 1_000 },
          (_, index) => ({ kind: "attempt", attempt: call(`${batch}-${index}`) }) as const,
        );
      }
      abort.abort();
    },
  };

  await expect(load(abort, stopping)).rejects.toThrow();
  expect(await temporary.store.imports({ limit: 10 })).toEqual([]);
  expect(await temporary.store.extent()).toMatchObject({ rows: 0 });

  const first = await load();
  const second = await load();

  expect(first).toMatchObject({
    hasUnreadable: true,
    summary: {
      sources: [{ source: "litellm", files: 1, rows: 3_001, added: 3_000, already_there: 0 }],
      skips: [{ reason: "row_malformed", count: 1, examples: [{ place: "log.json:3001" }] }],
    },
  });
  expect(second.summary.sources).toMatchObject([{ added: 0, already_there: 3_000 }]);
  expect(await temporary.store.extent()).toMatchObject({ rows: 3_000 });
  expect(await temporary.store.imports({ limit: 10 })).toHaveLength(2);
});
