import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, type ValkeyConfig } from "@headgate/contract";
import fc from "fast-check";
import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";
import { describeBudgetStore } from "../budget-store.conformance.ts";
import { openSqliteBudgets } from "../sqlite/open-sqlite-budgets.ts";
import { steadyMs } from "../steady-clock.ts";
import { accountKey, type Claim } from "../store.ts";
import { SCRIPTS } from "./lua/scripts.ts";
import type { CountersNews } from "./news.ts";
import { openValkeyBudgets } from "./open-valkey-budgets.ts";
import { type Arrival, ValkeyLink, whyUnfit } from "./valkey-link.ts";

const url = process.env.HEADGATE_TEST_VALKEY;

/** A Headgate of its own on the server that all tests share. */
const ownConfig = (change: Partial<ValkeyConfig> = {}): ValkeyConfig => {
  const { counters } = configSchema.parse({
    stores: {
      counters: { kind: "valkey", url: url ?? "redis://127.0.0.1:1", prefix: randomUUID() },
    },
  }).stores;
  if (counters.kind !== "valkey") throw new Error("the counters are not on a server");
  return { ...counters, ...change };
};

/** Books that are older than those which wait for the ledger. */
async function withOldBooks(config: ValkeyConfig): Promise<void> {
  const redis = new Redis(config.url ?? "");
  const run = /run_id:(\w+)/.exec(await redis.info("server"))?.[1] ?? "";
  await redis.hset(`{${config.prefix}}:budgets`, { id: "old", since: "1", run });
  redis.disconnect();
}

if (url !== undefined) {
  describeBudgetStore("budgets in Valkey, through two connections", async () => {
    const config = ownConfig();
    await withOldBooks(config);
    const stores = [
      await openValkeyBudgets({ config, clock: "given" }),
      await openValkeyBudgets({ config, clock: "given" }),
    ] as const;
    return {
      stores,
      close: async () => {
        await Promise.all(stores.map((store) => store.close()));
      },
    };
  });
}

const LATER = 4_000_000_000_000;
const claimOf = (amount: bigint, limit?: bigint, slot = 1_000): Claim => ({
  ...{ budget: "b@test", subject: "[]", amount, atExpiry: "spent" },
  ...(limit !== undefined && { limit }),
  slots: { at: slot, oldest: slot, newest: slot },
});

async function openOld(clock: "server" | "given" = "given") {
  const config = ownConfig();
  await withOldBooks(config);
  const store = await openValkeyBudgets({ config, clock });
  onTestFinished(() => store.close());
  return { config, store };
}

test.skipIf(url === undefined)(
  "amounts of any size come to the same as in SQLite, to the last unit",
  async () => {
    const { store } = await openOld();
    const folder = await mkdtemp(join(tmpdir(), "headgate-budgets-"));
    const file = await openSqliteBudgets({ path: join(folder, "budgets.sqlite") });
    onTestFinished(async () => {
      await file.close();
      await rm(folder, { recursive: true });
    });
    // Around the edges of limbs and of doubles, where carries are.
    const edge = fc
      .tuple(
        fc.constantFrom(10n ** 14n, 10n ** 15n, 2n ** 53n, 10n ** 28n, 10n ** 42n),
        fc.bigInt(-2n, 2n),
      )
      .map(([at, off]) => at + off);
    const amount = fc.oneof(
      edge,
      fc.bigInt({ min: 0n, max: 10n ** 45n }),
      fc.bigInt({ min: 0n, max: 99n }),
    );
    const step = fc.record({ held: amount, limit: amount, came: fc.option(amount) });
    let runs = 0;

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        runs += 1;
        const slot = 1_000 + runs;
        const ends: unknown[][] = [[], []];
        for (const [which, one] of [store, file].entries()) {
          for (const [index, { held, limit, came }] of steps.entries()) {
            const lease = `${runs}:${index}`;
            const claims = [claimOf(held, limit, slot)];
            ends[which]?.push(
              await one.reserve({ lease, claims, heldAtMs: 0, expiresAtMs: LATER }),
            );
            const amounts = new Map(came === null ? [] : [[accountKey(claimOf(0n)), came]]);
            if (index % 2 === 0)
              ends[which]?.push(await one.settle({ lease, amounts, simulated: false }));
          }
          ends[which]?.push(
            (await one.standings(["b@test"], 0)).filter((standing) => standing.slot === slot),
          );
        }
        expect(ends[0]).toEqual(ends[1]);
      }),
      { numRuns: 40 },
    );
  },
);

test.skipIf(url === undefined)("a server that forgot the scripts is given them again", async () => {
  const { store } = await openOld();
  await store.reserve({ lease: "a:0", claims: [claimOf(1n)], heldAtMs: 0, expiresAtMs: LATER });
  const redis = new Redis(url ?? "");
  await redis.script("FLUSH");
  redis.disconnect();

  expect(
    await store.reserve({ lease: "b:0", claims: [claimOf(1n)], heldAtMs: 0, expiresAtMs: LATER }),
  ).toEqual({ kind: "granted" });
});

test.skipIf(url === undefined)(
  "leases last by the server's clock, whatever the clocks of those who hold them show",
  async () => {
    const { config, store } = await openOld("server");
    const other = await openValkeyBudgets({ config });
    onTestFinished(() => other.close());
    const hour = 3_600_000;
    // One machine started an hour ago, the other a year ago: their steady clocks have nothing in common.
    await store.reserve({
      lease: "a:0",
      claims: [claimOf(1n)],
      heldAtMs: hour,
      expiresAtMs: 2 * hour,
    });
    await other.reserve({
      lease: "b:0",
      claims: [claimOf(1n)],
      heldAtMs: 9_000 * hour,
      expiresAtMs: 9_000 * hour,
    });

    // Only the second, whose time is over at once, wherever it is looked for.
    await expect
      .poll(() => store.expire({ nowMs: 1, steadyMs: 0 }), { timeout: 5_000, interval: 20 })
      .toBe(1);
    expect(await other.expire({ nowMs: 1, steadyMs: 99_999 * hour })).toBe(0);
    const left = (await store.leases()).latestMs;
    expect(left).toBeGreaterThan(steadyMs() + hour - 60_000);
    expect(left).toBeLessThanOrEqual(steadyMs() + hour + 1_000);
  },
);

test.skipIf(url === undefined)("a clock that is far from the server's is told once", async () => {
  const config = ownConfig();
  await withOldBooks(config);
  const told: CountersNews[] = [];
  const store = await openValkeyBudgets({ config, told: (news) => told.push(news) });
  onTestFinished(() => store.close());
  vi.spyOn(Date, "now").mockReturnValue(Date.now() - 60_000);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });

  for (const lease of ["a:0", "b:0"]) {
    await store.reserve({ lease, claims: [claimOf(1n)], heldAtMs: 0, expiresAtMs: LATER });
  }

  expect(told).toEqual([{ kind: "skewed", ms: expect.closeTo(60_000, -4) }]);
});

test.skipIf(url === undefined)(
  "books that are new are closed for what has a limit, until they are opened",
  async () => {
    const config = ownConfig();
    const told: CountersNews[] = [];
    const store = await openValkeyBudgets({ config, told: (news) => told.push(news) });
    onTestFinished(() => store.close());
    expect(await store.begin(["b@test"], 5)).toEqual([
      {
        ...{ budget: "b@test", sinceMs: 5, gaps: [] },
        ...{ openedMs: undefined, awaitsOpening: true },
      },
    ]);
    const hold = (lease: string, limit?: bigint) =>
      store.reserve({ lease, claims: [claimOf(1n, limit)], heldAtMs: 0, expiresAtMs: LATER });

    await expect(hold("a:0", 10n)).rejects.toMatchObject({ code: "budgets_reopening" });
    expect(await hold("b:0")).toEqual({ kind: "granted" });
    await store.open("b@test", [{ subject: "[]", slot: 1_000, amount: 8n, simulated: false }], 9);

    expect(await hold("c:0", 10n)).toEqual({ kind: "granted" });
    expect(await hold("d:0", 10n)).toMatchObject({ kind: "refused", spent: 8n, leased: 2n });
    expect(told).toEqual([{ kind: "emptied" }]);
  },
);

test.skipIf(url === undefined)(
  "what several ledgers tell of before is added up, each set anew in its own place",
  async () => {
    const { store } = await openOld();
    await store.begin(["b@test"], 5);
    await store.reserve({ lease: "a:0", claims: [claimOf(1n)], heldAtMs: 0, expiresAtMs: LATER });
    await store.settle({ lease: "a:0", amounts: new Map(), simulated: false });
    const opening = { subject: "[]", slot: 1_000, simulated: false };

    await store.open("b@test", [{ ...opening, amount: 30n }], 10, "one");
    await store.open("b@test", [{ ...opening, amount: 5n }], 11, "two");
    await store.open("b@test", [{ ...opening, amount: 36n }], 12, "one");
    await store.open("b@test", [{ ...opening, slot: 999, amount: 7n }], 13, "two");

    expect(await store.standings(["b@test"], 0)).toMatchObject([
      { slot: 999, spent: 7n, opening: 7n },
      { slot: 1_000, spent: 42n, opening: 41n },
    ]);
    await store.forget(1_000);
    await store.open("b@test", [{ ...opening, slot: 999, amount: 1n }], 14, "one");
    expect(await store.standings(["b@test"], 0)).toMatchObject([{ spent: 1n }, {}]);
  },
);

/** Counts what was let through, as a gateway does when the server is back. */
async function afterwards(config: ValkeyConfig) {
  const told = () => undefined;
  const link = new ValkeyLink({ config, scripts: SCRIPTS, told, onArrived: async () => undefined });
  await link.open();
  onTestFinished(() => link.close());
  const record = JSON.stringify([["b@test", "[]", "1000", "9", "spent"]]);
  return (lease: string, atMs: number) =>
    link.ask("count_afterwards", [lease, 0, record, atMs, 60, accountKey(claimOf(0n)), "7"]);
}

test.skipIf(url === undefined)(
  "what was let through before the books were new, or in a gap, is counted by the ledger alone",
  async () => {
    const { config, store } = await openOld();
    await store.begin(["b@test"], 1_000);
    const other = await openValkeyBudgets({ config, clock: "given" });
    onTestFinished(() => other.close());
    await other.begin(["b@test"], 9_000_000);
    const count = await afterwards(config);

    await count("before:0", 999);
    await count("gap:0", 1_000);
    expect(await store.standings(["b@test"], 0)).toEqual([]);
    await count("held:0", 9_000_000);

    expect(await store.standings(["b@test"], 0)).toMatchObject([{ spent: 7n, leased: 0n }]);
  },
);

test.skipIf(url === undefined)(
  "a lease that was held after all and is counted afterwards twice is counted once",
  async () => {
    const { config, store } = await openOld();
    await store.begin(["b@test"], 5);
    await store.reserve({ lease: "a:0", claims: [claimOf(9n)], heldAtMs: 0, expiresAtMs: LATER });
    const count = await afterwards(config);

    expect(await count("a:0", 10)).toBe("settled");
    expect(await count("a:0", 10)).toBe("not_held");

    expect(await store.standings(["b@test"], 0)).toMatchObject([{ spent: 7n, leased: 0n }]);
  },
);

test.skipIf(url === undefined)("what is forgotten is gone, and older books with it", async () => {
  const { config, store } = await openOld();
  await store.begin(["b@test"], 5);
  await store.reserve({ lease: "a:0", claims: [claimOf(1n)], heldAtMs: 0, expiresAtMs: 10 });
  await store.expire({ nowMs: 20, steadyMs: 20 });
  const redis = new Redis(url ?? "");
  onTestFinished(() => redis.disconnect());
  await redis.set(`{${config.prefix}}:budgets:older:leases`, "left");

  await store.forget(2_000);

  expect(await store.standings(["b@test"], 0)).toEqual([]);
  expect(await store.unsettled(0)).toEqual([]);
  expect((await redis.keys(`{${config.prefix}}:*`)).sort()).toEqual([
    `{${config.prefix}}:budgets`,
    `{${config.prefix}}:budgets:old:budgets`,
    `{${config.prefix}}:budgets:old:held`,
  ]);
  // A row that comes late finds nothing, and makes nothing.
  expect(await store.settle({ lease: "a:0", amounts: new Map(), simulated: false })).toBe(
    "not_held",
  );
});

test.skipIf(url === undefined)(
  "a gateway whose clock is far ahead drops nothing of a rolling window that counts for the others",
  async () => {
    const { store } = await openOld();
    const at = Date.now();
    const reserve = (lease: string, slot: number) =>
      store.reserve({
        ...{ lease, heldAtMs: 0, expiresAtMs: LATER },
        claims: [
          {
            ...claimOf(5n, 9n),
            slots: { at: slot, oldest: slot - 60_000, newest: Number.MAX_SAFE_INTEGER },
          },
        ],
      });
    await reserve("a:0", at);
    await store.settle({ lease: "a:0", amounts: new Map(), simulated: false });

    await reserve("ahead:0", at + 3_600_000);

    expect((await store.standings(["b@test"], 0)).map(({ slot }) => slot)).toContain(at);
  },
);

test.skipIf(url === undefined)(
  "what belongs to new books is not dropped by who looked for old ones before they were new",
  async () => {
    const { config } = await openOld();
    const [told, onArrived] = [() => undefined, async () => undefined];
    const link = new ValkeyLink({ config, scripts: SCRIPTS, told, onArrived });
    await link.open();
    onTestFinished(() => link.close());
    const redis = new Redis(url ?? "");
    onTestFinished(() => redis.disconnect());
    const books = `{${config.prefix}}:budgets`;
    await redis.set(`${books}:older:leases`, "left");
    await redis.set(`${books}:new:leases`, "held");
    expect(await link.ask("drop_others", [`${books}:older:leases`, books])).toBe(1);

    await redis.hset(books, "id", "new");

    await expect(link.ask("drop_others", [`${books}:new:leases`])).rejects.toMatchObject({
      code: "budgets_reopening",
    });
    expect(await redis.exists(`${books}:new:leases`, books)).toBe(2);
  },
);

test.skipIf(url === undefined)("of many accounts each is told once", async () => {
  const { store } = await openOld();
  const subjects = Array.from({ length: 2_500 }, (_, index) => `["${index}"]`);
  for (const subject of subjects) {
    await store.reserve({
      ...{ lease: subject, heldAtMs: 0, expiresAtMs: LATER },
      claims: [{ ...claimOf(1n), subject }],
    });
  }

  const told = await store.standings(["b@test"], 0);

  expect(told.map(({ subject }) => subject)).toEqual([...subjects].sort());
});

test.skipIf(url === undefined)(
  "what ledgers told of an account goes with it, also where reservations of a rolling window have dropped it",
  async () => {
    const { config, store } = await openOld();
    const redis = new Redis(url ?? "");
    onTestFinished(() => redis.disconnect());
    const told = `{${config.prefix}}:budgets:old:o:b@test\n[]`;
    const opening = { subject: "[]", amount: 40n, simulated: false };
    const reserveAt = (at: number) =>
      store.reserve({
        ...{ lease: `${at}:0`, heldAtMs: 0, expiresAtMs: LATER },
        claims: [
          { ...claimOf(0n), amount: 1n, limit: 99n, slots: { at, oldest: at - 60, newest: at } },
        ],
      });
    const dropAccount = async (at: number) => {
      await reserveAt(at);
      await store.settle({ lease: `${at}:0`, amounts: new Map(), simulated: false });
      await redis.hdel(`{${config.prefix}}:budgets:old:a:b@test\n[]`, String(at));
    };
    await store.begin(["b@test"], 5);

    await store.open("b@test", [{ ...opening, slot: 1_000 }], 10, "one");
    await dropAccount(9_000);
    await store.open("b@test", [{ ...opening, slot: 20_000 }], 11, "one");
    expect(await redis.hkeys(told)).toEqual(["20000 one"]);

    await dropAccount(90_000);
    await store.forget(10);
    expect(await redis.exists(told)).toBe(0);
  },
);

test.skipIf(url === undefined)(
  "a budget that is being taken on is made known to new books as well, and one that was left is not",
  async () => {
    const { config, store } = await openOld();
    const redis = new Redis(url ?? "");
    onTestFinished(() => redis.disconnect());
    await store.begin(["before@test", "left@test"], 5);

    const beginning = store.begin(["b@test"], 6);
    await store.hold(["before@test"], 7, ["left@test"]);
    await beginning;
    await redis.del(`{${config.prefix}}:budgets`);
    await store.leases().catch(() => undefined);
    await store.expire({ nowMs: 20, steadyMs: 20 });

    expect(
      (await store.begun(["before@test", "b@test", "left@test"])).map(({ budget }) => budget),
    ).toEqual(["before@test", "b@test"]);
  },
);

test.skipIf(url === undefined)(
  "of the slots of years some thousand are dropped by one script: all others wait meanwhile",
  async () => {
    const { config, store } = await openOld();
    const redis = new Redis(url ?? "");
    onTestFinished(() => redis.disconnect());
    const books = `{${config.prefix}}:budgets`;
    await store.begin(["b@test"], 5);
    for (const subject of ["one", "two"]) {
      const slots = Array.from({ length: 2_500 }, (_, index) => [index + 1, "1 0 0 0 0"]);
      await redis.hset(`${books}:old:a:b@test\n${subject}`, ...slots.flat());
      await redis.sadd(`${books}:old:n:b@test`, subject);
    }
    const [told, onArrived] = [() => undefined, async () => undefined];
    const link = new ValkeyLink({ config, scripts: SCRIPTS, told, onArrived });
    await link.open();
    onTestFinished(() => link.close());
    const left = async () => (await store.standings(["b@test"], 0)).length;

    // It goes on with the first account, of which as many are left to drop.
    expect(await link.ask("forget_slots", [2_000, 1_000, "b@test", "one", "two"])).toBe(0);
    expect(await left()).toBe(4_000);
    await store.forget(2_000);
    expect(await left()).toBe(2 * 501);
  },
);

test.skipIf(url === undefined)(
  "who is far ahead of the server's time forgets nothing, and says so",
  async () => {
    const config = ownConfig();
    await withOldBooks(config);
    const told: CountersNews[] = [];
    const store = await openValkeyBudgets({ config, told: (news) => told.push(news) });
    onTestFinished(() => store.close());
    await store.begin(["b@test"], 5);
    await store.reserve({ lease: "a:0", claims: [claimOf(1n)], heldAtMs: 0, expiresAtMs: LATER });
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 3 * 86_400_000);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });

    await store.forget(2_000);
    expect(await store.standings(["b@test"], 0)).toMatchObject([{ leased: 1n }]);
    expect(told).toEqual([{ kind: "skewed", ms: expect.closeTo(-3 * 86_400_000, -4) }]);

    clock.mockRestore();
    await store.forget(2_000);
    expect(await store.standings(["b@test"], 0)).toEqual([]);
  },
);

test.skipIf(url === undefined)(
  "an arrival that failed is made again as it was: what another process lacks is still missing",
  async () => {
    const { config } = await openOld();
    const arrivals: Arrival[] = [];
    const link = new ValkeyLink({
      ...{ config, scripts: SCRIPTS, told: () => undefined },
      onArrived: async (arrival) => {
        arrivals.push(arrival);
        if (arrivals.length === 1) throw new Error("an answer came too late");
      },
    });
    onTestFinished(() => link.close());
    await link.open();

    await expect
      .poll(() => arrivals.map(({ isOtherProcess }) => isOtherProcess))
      .toEqual([true, true]);
  },
);

test("a server that drops counters when memory is short, or is too old, is refused by name", () => {
  expect(whyUnfit("7.0.15", "allkeys-lru")).toContain("allkeys-lru");
  expect(whyUnfit("6.2.1", "noeviction")).toContain("version 6.2.1");
  expect(whyUnfit("8.1.0", "volatile-lru")).toBeUndefined();
});

test.skipIf(url === undefined)(
  "two Headgates on one server know nothing of each other",
  async () => {
    const [one, two] = [await openOld(), await openOld()];
    await one.store.reserve({
      lease: "a:0",
      claims: [claimOf(5n, 5n)],
      heldAtMs: 0,
      expiresAtMs: LATER,
    });

    expect(
      await two.store.reserve({
        lease: "a:0",
        claims: [claimOf(5n, 5n)],
        heldAtMs: 0,
        expiresAtMs: LATER,
      }),
    ).toEqual({ kind: "granted" });
    expect(await two.store.leases()).toMatchObject({ count: 1 });
  },
);
