import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../spool/spool-files.fixture.ts";
import { copyState } from "./copy-state.ts";
import { openState } from "./open-state.ts";
import { schemaOf, testServer } from "./postgres.fixture.ts";
import type { StateStore } from "./store.ts";

const newKey = (name: string) => ({ name, attribution: { team: "a" }, tags: { z: "1" }, nowMs: 1 });

async function fill(state: StateStore): Promise<void> {
  const { key } = await state.createKey(newKey("first"));
  await state.createKey(newKey("second"));
  await state.revokeKey(key.id, 2);
  await state.snoozeAlarm("spend", 7);
  await state.keepFeedback(
    {
      ...{ callId: "call-1", keyId: key.id, by: "administrator" as const, policy: "p", model: "m" },
      ...{ fingerprint: "f", quality: 0.1, atMs: 3 },
    },
    10,
  );
}

const contentOf = async (state: StateStore) => ({
  keys: await state.listKeys(),
  snapshot: await state.keySnapshot(),
  snoozes: await state.alarmSnoozes(),
  feedback: await state.feedbackByKey(),
});

describe.skipIf(testServer === undefined)("small state is copied into the other database", () => {
  test("there and back, and goes on there", async () => {
    const folder = await temporaryFolder();
    const sqlite = { kind: "sqlite" } as const;
    const postgres = { kind: "postgres", ...schemaOf(folder) } as const;
    const path = join(folder, "state.sqlite");
    const file = await openState(sqlite, path);
    onTestFinished(() => file.close());
    await fill(file);

    // The file stays open, as in a Headgate that runs.
    const there = await copyState({ from: sqlite, to: postgres, path, dryRun: false });
    expect(there.tables.filter(({ equal }) => !equal)).toEqual([]);
    const shared = await openState(postgres, path);
    onTestFinished(() => shared.close());
    expect(await contentOf(shared)).toEqual(await contentOf(file));

    const again = await copyState({ from: sqlite, to: postgres, path, dryRun: false });
    expect(again.tables.every(({ copied, removed }) => copied + removed === 0)).toBe(true);

    await shared.createKey(newKey("third"));
    expect(await copyState({ from: sqlite, to: postgres, path, dryRun: false })).toMatchObject({
      equal: false,
      ahead: "virtual_keys",
    });

    const other = join(folder, "back.sqlite");
    const back = await copyState({ from: postgres, to: sqlite, path: other, dryRun: false });
    expect(back).toMatchObject({ equal: true, ahead: null });
    const returned = await openState(sqlite, other);
    onTestFinished(() => returned.close());
    expect(await contentOf(returned)).toEqual(await contentOf(shared));
    await returned.createKey(newKey("fourth"));
    expect((await returned.listKeys()).map(({ name }) => name)).toEqual([
      ...["first", "second", "third", "fourth"],
    ]);
  });

  test("with dry run nothing is put, and what would be is counted", async () => {
    const folder = await temporaryFolder();
    const sqlite = { kind: "sqlite" } as const;
    const postgres = { kind: "postgres", ...schemaOf(folder) } as const;
    const path = join(folder, "state.sqlite");
    const file = await openState(sqlite, path);
    onTestFinished(() => file.close());
    await fill(file);

    const dry = await copyState({ from: sqlite, to: postgres, path, dryRun: true });

    expect(dry.equal).toBe(false);
    expect(dry.tables.find(({ table }) => table === "virtual_keys")?.copied).toBe(2);
    const shared = await openState(postgres, path);
    onTestFinished(() => shared.close());
    expect(await shared.listKeys()).toEqual([]);
  });
});
