import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { copyBatchStore } from "./copy-batch-store.ts";
import { newItem } from "./item.fixture.ts";
import { openPostgresBatchStore } from "./postgres/open-postgres-batch-store.ts";
import { openBatchStore } from "./sqlite/open-batch-store.ts";

const url = process.env.HEADGATE_TEST_POSTGRES;

describe.skipIf(url === undefined)("work that waits is copied into the other database", () => {
  test("there and back, bytes and all", async () => {
    const folder = await mkdtemp(join(tmpdir(), "headgate-copy-batch-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const schema = `t_${createHash("sha256").update(folder).digest("hex").slice(0, 20)}`;
    const postgres = {
      kind: "postgres",
      ...{ url: url ?? "", schema, max_connections: 4, connect_timeout_ms: 5_000 },
    } as const;
    const sqlite = { kind: "sqlite" } as const;
    const path = join(folder, "batch.sqlite");
    const file = await openBatchStore({ path, durability: "process" });
    onTestFinished(() => file.close());
    const items = [newItem(), newItem({ text: "it's \u{1F600}\n" })];
    await file.admit(items, 0);
    // One that was asked in vain, and is not asked again before its pause is over.
    const paused = newItem({ realTimeAtMs: 1 });
    const notBeforeMs = Date.parse("2026-11-30T00:00:00Z");
    await file.admit([paused], 0);
    await file.takeUrgent(1, 1);
    await file.settle([
      {
        ...{ id: paused.id, from: { state: "asking" }, atMs: 1 },
        becomes: { state: "waiting", reason: "HTTP 429", realTimeAtMs: notBeforeMs },
      },
    ]);

    const there = await copyBatchStore({ from: sqlite, to: postgres, path, dryRun: false });
    expect(there.tables.filter(({ equal }) => !equal)).toEqual([]);
    expect(there).toMatchObject({ equal: true, ahead: null });
    expect(there.tables.find(({ table }) => table === "bodies")?.copied).toBe(3);
    const { store: shared } = await openPostgresBatchStore(postgres);
    onTestFinished(() => shared.close());
    expect(await shared.standing()).toEqual(await file.standing());
    expect(await shared.groups()).toEqual(await file.groups());

    const other = join(folder, "back.sqlite");
    const back = await copyBatchStore({ from: postgres, to: sqlite, path: other, dryRun: false });
    expect(back).toMatchObject({ equal: true, ahead: null });
    const returned = await openBatchStore({ path: other, durability: "process" });
    onTestFinished(() => returned.close());
    expect(await returned.standing()).toEqual(await file.standing());
    expect(await returned.groups()).toEqual(await file.groups());
    // What comes next gets positions of its own on either side.
    await shared.admit([newItem()], 0);
    await returned.admit([newItem()], 0);
  });
});
