import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type MigrationJob, migrationJobSchema } from "@headgate/contract";
import { dataDirectory, openDuckdbLedger, openLedger } from "@headgate/ledger";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";
import { constructedRow } from "./constructed-row.fixture.ts";

const clickhouse = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];
const postgres = process.env.HEADGATE_TEST_POSTGRES;
/** A minute apart: twenty hours, which are compared one by one. */
const ROWS = 6_000;
const KILLS = 3;
const PATIENCE = { timeout: 240_000, interval: 20 };

test.skipIf(clickhouse === undefined || postgres === undefined)(
  "a migration whose process is killed in the middle goes on where it was, while calls go on, and both sides are equal at the end",
  async () => {
    const data = await mkdtemp(join(tmpdir(), "headgate-migration-"));
    const filled = await openDuckdbLedger({ path: dataDirectory(data).ledger });
    const rows = Array.from({ length: ROWS }, (_, index) => constructedRow(index));
    await filled.append({ rows, cursors: [] });
    await filled.close();
    const name = `killed_move_${process.pid}_${Date.now()}`;
    const to = { kind: "clickhouse", url: clickhouse ?? "", database: name } as const;
    const stack = await startStack({
      data,
      config: {
        move_to: { ledger: to, state: { kind: "postgres", url: postgres ?? "", schema: name } },
      },
    });
    let calling = true;
    let stopped = false;
    const stop = async (): Promise<void> => {
      if (stopped) return;
      stopped = true;
      calling = false;
      await stack.stop();
      await rm(data, { recursive: true, force: true });
    };
    onTestFinished(stop);
    let answered = 0;
    const calls = (async () => {
      while (calling) {
        if (await call(stack)) answered += 1;
        await wait(50);
      }
    })();

    let kills = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const { id } = await begin(stack);
      // In the middle: behind the first rows that it put. A later one may find all of them there, and be done.
      let seen = await job(stack, id);
      while (seen.state === "running" && seen.progress.copied === 0) seen = await job(stack, id);
      if (seen.state !== "running") break;
      await stack.killAndRestart("control");
      kills += 1;
    }
    const during = await finished(stack);
    calling = false;
    await calls;
    await stack.settled(ROWS + answered);
    const after = await finished(stack);

    expect(during).toMatchObject({ state: "done", error: null });
    expect(after).toMatchObject({ state: "done", error: null, result: { equal: true } });
    expect(kills).toBeGreaterThan(0);
    expect(answered).toBeGreaterThan(KILLS);
    const there = await openLedger(
      { ...to, username: "default", replicated: false, request_timeout_ms: 60_000 },
      { path: "unused" },
    );
    onTestFinished(() => there.close());
    const range = { from: "2026-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" };
    const { totals } = await there.report("totals", range);
    const own = await stack.totals();
    expect(totals.attempts).toBe(own.attempts);
    expect(totals.effective_cost).toBe(own.effective_cost);
    await stop();
  },
  600_000,
);

const job = async (stack: Stack, id: string): Promise<MigrationJob> =>
  migrationJobSchema.parse(await stack.api(`/api/migration/${id}`));

const begin = async (stack: Stack): Promise<MigrationJob> =>
  migrationJobSchema.parse(
    await stack.api("/api/migration", {
      ...{ method: "POST", headers: { "content-type": "application/json" }, body: "{}" },
    }),
  );

/** Copies, and waits until that is done. */
async function finished(stack: Stack): Promise<MigrationJob> {
  const { id } = await begin(stack);
  await vi.waitFor(async () => expect((await job(stack, id)).state).not.toBe("running"), PATIENCE);
  return job(stack, id);
}

/** @returns whether the client has the whole answer */
async function call(stack: Stack): Promise<boolean> {
  const response = await fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.secret}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] }),
  });
  await response.text();
  return response.ok;
}
