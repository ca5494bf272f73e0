import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { accountKey, type Claim } from "../store.ts";
import { LetThrough } from "./let-through.ts";
import { openValkeyBudgets } from "./open-valkey-budgets.ts";

const slots = { at: 1_000, oldest: 1_000, newest: 1_000 };
const claim: Claim = {
  ...{ budget: "b", subject: "[]", amount: 60n, limit: 100n, atExpiry: "spent", slots },
};
const reservation = {
  ...{ lease: "call:0", claims: [claim], heldAtMs: 0, expiresAtMs: 100, worstDollars: 60n },
};
const known = { atMs: 5, isInDoubt: false };
const came = (amount: bigint) => ({
  ...{ lease: "call:0", amounts: new Map([[accountKey(claim), amount]]), simulated: false },
});

test("what came to nothing leaves nothing to count, and its room and its lease are free again", () => {
  const through = new LetThrough(100n);
  through.take(reservation, known);

  expect(through.release(came(0n))).toBe(true);

  expect([through.used, through.waiting, through.has("call:0")]).toEqual([0n, [], false]);
  expect(through.take(reservation, known)).toBe("taken");
  expect(through.used).toBe(60n);
});

test("one that the counters may hold all the same is let go of there as well, when they are back", () => {
  const through = new LetThrough(100n);
  through.take(reservation, { atMs: 5, isInDoubt: true });

  expect(through.release(came(0n))).toBe(true);

  expect([through.used, through.has("call:0")]).toEqual([0n, false]);
  expect(through.waitsToRelease("call:0")).toBe(true);
  expect(through.waiting).toEqual([{ settlement: came(0n) }]);
});

test("what came to something, or to nobody knows what, is not let go of", () => {
  const through = new LetThrough(100n);
  through.take(reservation, known);

  expect(through.release(came(5n))).toBe(false);
  expect(through.release({ ...came(0n), amounts: new Map() })).toBe(false);
  expect(through.release({ ...came(0n), lease: "other:0" })).toBe(false);

  expect([through.used, through.has("call:0")]).toEqual([60n, true]);
});

test("while the server is away, of a lease that was released and held anew only the second end waits", async () => {
  const { counters: config } = configSchema.parse({
    stores: {
      counters: {
        kind: "valkey",
        url: "redis://127.0.0.1:1",
        when_away: { do: "allow", dollars: "1" },
      },
    },
  }).stores;
  if (config.kind !== "valkey") throw new Error("the counters are not on a server");
  const store = await openValkeyBudgets({ config });
  onTestFinished(() => store.close());

  expect(await store.reserve(reservation)).toEqual({ kind: "granted" });
  expect(await store.settle(came(0n))).toBe("settled");
  expect(await store.reserve(reservation)).toEqual({ kind: "granted" });
  expect(await store.settle(came(7n))).toBe("waits");
});

test("what is refused, or was taken before, is nothing new to keep", () => {
  const through = new LetThrough(100n);
  through.take(reservation, known);
  const { changes } = through;

  through.take(reservation, known);
  expect(through.take({ ...reservation, lease: "more:0" }, known)).toBe("refused");

  expect(through.changes).toBe(changes);
});

test("a disk that takes nothing is told of once, until it took something again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-let-through-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const disk = join(folder, "disk");
  const { counters: config } = configSchema.parse({
    stores: {
      counters: {
        ...{ kind: "valkey", url: "redis://127.0.0.1:1" },
        when_away: { do: "allow", dollars: "1" },
      },
    },
  }).stores;
  if (config.kind !== "valkey") throw new Error("the counters are not on a server");
  const kinds: string[] = [];
  const store = await openValkeyBudgets({
    ...{ config, letThroughFile: join(disk, "let-through"), told: ({ kind }) => kinds.push(kind) },
  });
  const unkept = () => kinds.filter((kind) => kind === "unkept").length;
  const look = () => store.expire({ nowMs: 1, steadyMs: 1 }).catch(() => undefined);
  await store.reserve({ ...reservation, worstDollars: 1n });

  await look();
  await look();
  expect(unkept()).toBe(1);

  await mkdir(disk);
  await look();
  expect(await readdir(disk)).toEqual(["let-through"]);
  await rm(disk, { recursive: true });
  await store.reserve({ ...reservation, lease: "more:0", worstDollars: 1n });
  await look();
  expect(unkept()).toBe(2);
  await store.close();
});
