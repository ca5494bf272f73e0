import { randomUUID } from "node:crypto";
import { openPostgresBatchStore } from "@headgate/batch";
import { createKeyResponse } from "@headgate/contract";
import { openLedger, openState } from "@headgate/ledger";
import { describe, expect, onTestFinished, test } from "vitest";
import { openFace } from "../batch/faces/face.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { openApp, sendJson } from "../open-app.fixture.ts";
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

describe.skipIf(postgres === undefined)("the last copy before a move", () => {
  const schema = `last_${randomUUID().replaceAll("-", "")}`.slice(0, 30);
  const state = { kind: "postgres", url: postgres ?? "", schema };
  const reached = { ...state, max_connections: 3, connect_timeout_ms: 5_000 } as const;

  test("takes in nothing behind it that the new place would lack or send once more", async () => {
    const face = await openFace({ move_to: { state }, batch: { fewest_requests: 1 } });
    onTestFinished(() => face.close());
    await face.openaiBatch("waits");
    await face.tick();
    const made = await face.ask("/api/keys", sendJson("POST", { name: "ci" }));
    const { key } = createKeyResponse.parse(await made.json());

    const moved = await migrate(face, { last: true });
    expect(moved).toMatchObject({ error: null, result: { equal: true, held: true } });
    face.clock.ms += 86_400_000;
    await face.tick();
    const gap = [
      await face.ask("/v1/batches", sendJson("POST", {})),
      await face.ask(`/api/keys/${key.id}`, { method: "DELETE" }),
    ];

    expect(gap.map(({ status }) => status)).toEqual([503, 503]);
    expect(await face.store.providerBatches({ limit: 1 })).toEqual([]);
    const { store: there } = await openPostgresBatchStore(reached as never);
    onTestFinished(() => there.close());
    expect(await there.groups()).toEqual(await face.store.groups());
    expect(await there.groups()).toHaveLength(1);
    const stateThere = await openState(reached as never, "unused");
    onTestFinished(() => stateThere.close());
    expect(await stateThere.listKeys()).toEqual(await face.state.listKeys());

    await face.ask("/api/migration/hold", { method: "DELETE" });
    expect((await face.ask(`/api/keys/${key.id}`, { method: "DELETE" })).status).toBe(200);
    expect((await migrate(face, { last: true })).result).toMatchObject({ equal: true });
    expect(await stateThere.listKeys()).toEqual(await face.state.listKeys());
  });
});
