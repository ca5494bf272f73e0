import { migrationJobSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { openApp, sendJson } from "../open-app.fixture.ts";
import { migrate } from "./migrate.fixture.ts";

const asked = sendJson("POST", {});

test("where nothing is to be moved, that is said before anything is begun, with what mends it", async () => {
  const app = await openApp();
  onTestFinished(() => app.close());
  const toItself = app.another({ config: { move_to: {} } });

  const unset = await app.ask("/api/migration", asked);
  const same = await toItself.ask("/api/migration", asked);

  expect([unset.status, same.status]).toEqual([409, 409]);
  expect(await unset.json()).toMatchObject({
    error: { code: "migration_unset", mend: expect.stringContaining("move_to") },
  });
  expect(await same.json()).toMatchObject({
    error: { message: expect.stringContaining("same places") },
  });
});

test("counters that are to be moved are told of as read anew, with how many budgets", async () => {
  const app = await openApp();
  onTestFinished(() => app.close());
  const budget = { name: "all", window: "month", limit: "10" };
  const move_to = { counters: { kind: "valkey", url: "redis://127.0.0.1:1" } };

  const job = await migrate(app.another({ config: { move_to, budgets: [budget] } }));

  expect(job).toMatchObject({
    state: "done",
    result: { equal: true, ledger: null, state: null, counters: { budgets: 1 } },
  });
});

test("another process than the one that leads copies nothing, and names the one that does", async () => {
  const app = await openApp();
  onTestFinished(() => app.close());
  const follower = app.another({
    config: { move_to: { state: { kind: "postgres", url: "postgres://127.0.0.1:1/none" } } },
    lead: {
      leads: () => false,
      processes: () => [
        { node: "node-b", version: "1", leads: true, isThis: false },
        { node: "node-a", version: "1", leads: false, isThis: true },
      ],
      marks: undefined,
      close: async () => undefined,
    },
  });

  const refused = await follower.ask("/api/migration", asked);

  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({
    error: { code: "not_leader", message: expect.stringContaining("node-b leads.") },
  });
});

const postgresOfNobody = { state: { kind: "postgres", url: "postgres://127.0.0.1:1/none" } };

test("a last copy that fails holds nothing: work goes on where it was", async () => {
  const app = await openApp({ config: { move_to: postgresOfNobody } });
  onTestFinished(() => app.close());

  const job = await migrate(app, { last: true });

  expect(job).toMatchObject({
    ...{ state: "failed", last: true },
    // Also what an earlier one held.
    error: { message: expect.stringMatching(/Nothing is held any longer.*--last` again/) },
  });
  expect(app.storesHold.isHeld()).toBe(false);
});

test("a last copy that waits for what is under way is ended by a lift, and holds nothing afterwards", async () => {
  const app = await openApp({ config: { move_to: postgresOfNobody } });
  onTestFinished(() => app.close());
  let end: () => void = () => undefined;
  const underWay = app.storesHold.during(() => new Promise<void>((resolve) => (end = resolve)));
  const started = await app.ask("/api/migration", sendJson("POST", { last: true }));
  const { id } = migrationJobSchema.parse(await started.json());

  const lifted = await app.ask("/api/migration/hold", { method: "DELETE" });

  expect(await lifted.json()).toEqual({ lifted: true });
  expect(await app.read(`/api/migration/${id}`, migrationJobSchema)).toMatchObject({
    state: "failed",
    error: { code: "migration_lifted" },
  });
  end();
  await underWay;
  expect(app.storesHold.isHeld()).toBe(false);
});

test("a last copy of what stays where it is holds nothing", async () => {
  const counters = { kind: "valkey", url: "redis://127.0.0.1:1" };
  const app = await openApp({ config: { move_to: { counters } } });
  onTestFinished(() => app.close());

  const job = await migrate(app, { last: true });

  expect(job).toMatchObject({ state: "done", result: { equal: true, held: false } });
});

test("the last copy waits until the other nodes are stopped, whose clients it could not hold", async () => {
  const app = await openApp();
  onTestFinished(() => app.close());
  const oneOfTwo = app.another({
    config: { move_to: postgresOfNobody },
    lead: {
      leads: () => true,
      processes: () => [
        { node: "node-a", version: "1", leads: true, isThis: true },
        { node: "node-b", version: "1", leads: false, isThis: false },
      ],
      marks: undefined,
      close: async () => undefined,
    },
  });

  const refused = await oneOfTwo.ask("/api/migration", sendJson("POST", { last: true }));

  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({
    error: { code: "nodes_not_stopped", message: expect.stringContaining("2 of them run.") },
  });
});

test("a last copy holds nothing where another node came meanwhile, and is refused where nobody knows which run", async () => {
  const app = await openApp();
  onTestFinished(() => app.close());
  const nodeA = { node: "node-a", version: "1", leads: true, isThis: true };
  const nodeB = { node: "node-b", version: "1", leads: false, isThis: false };
  const counters = { kind: "valkey", url: "redis://127.0.0.1:1" };
  const running = [[nodeA], [nodeA, nodeB], []];
  const one = app.another({
    config: { move_to: { counters } },
    lead: {
      leads: () => true,
      processes: () => running.shift(),
      marks: undefined,
      close: async () => undefined,
    },
  });

  const job = await migrate(one, { last: true });
  const refused = await one.ask("/api/migration", sendJson("POST", { last: true }));

  expect(job).toMatchObject({ state: "failed", error: { code: "nodes_not_stopped" } });
  expect(await refused.json()).toMatchObject({
    error: { message: expect.stringContaining("not known just now") },
  });
});

test("one way of copying is asked for at a time", async () => {
  const app = await openApp({ config: { move_to: postgresOfNobody } });
  onTestFinished(() => app.close());

  const refused = await app.ask("/api/migration", sendJson("POST", { last: true, rest: true }));

  expect(refused.status).toBe(400);
});
