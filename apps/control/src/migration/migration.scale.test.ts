import { randomUUID } from "node:crypto";
import { openLedger, openState } from "@headgate/ledger";
import { describe, expect, onTestFinished, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { openApp } from "../open-app.fixture.ts";
import { migrate } from "./migrate.fixture.ts";

const postgres = process.env.HEADGATE_TEST_POSTGRES;
const clickhouse = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];

describe.skipIf(postgres === undefined || clickhouse === undefined)("stores are moved", () => {
  const name = `move_${randomUUID().replaceAll("-", "")}`;
  const engines = {
    ledger: { kind: "clickhouse", url: clickhouse, database: name },
    state: { kind: "postgres", url: postgres, schema: name.slice(0, 30) },
  };

  test("to the engines while Headgate runs, and what came in between is added afterwards", async () => {
    const app = await openApp({ config: { move_to: engines } });
    onTestFinished(() => app.close());
    await app.ledger.append({ rows: [ledgerRow({ row_id: "a:0", call_id: "a" })], cursors: [] });
    const made = await app.state.createKey({ name: "ci", attribution: {}, tags: {}, nowMs: 1 });

    const dry = await migrate(app, { dry_run: true });
    expect(dry.result).toMatchObject({ equal: false });

    const moved = await migrate(app);
    expect(moved).toMatchObject({ state: "done", error: null, result: { equal: true } });
    const ledgerThere = await openLedger(
      {
        ...engines.ledger,
        username: "default",
        replicated: false,
        request_timeout_ms: 60_000,
      } as never,
      { path: "unused" },
    );
    onTestFinished(() => ledgerThere.close());
    const stateThere = await openState(
      { ...engines.state, max_connections: 3, connect_timeout_ms: 5_000 } as never,
      "unused",
    );
    onTestFinished(() => stateThere.close());
    expect(await ledgerThere.call("a")).toEqual(await app.ledger.call("a"));
    expect(await stateThere.listKeys()).toEqual([made.key]);

    await ledgerThere.append({ rows: [ledgerRow({ row_id: "b:0", call_id: "b" })], cursors: [] });
    expect((await migrate(app)).result).toMatchObject({ equal: false, ledger: { ahead: 1 } });
    expect((await migrate(app, { rest: true })).result).toMatchObject({ equal: true });
    expect(await app.ledger.call("b")).toHaveLength(1);
  });
});
