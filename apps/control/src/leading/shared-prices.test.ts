import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TakenRate } from "@headgate/contract";
import { readTakenRates, writeTakenRates } from "@headgate/pricing";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { inHousePrices } from "./in-house-prices.fixture.ts";
import type { PriceShelf } from "./price-shelf.ts";
import { createSharedPrices } from "./shared-prices.ts";

/** As the one in PostgreSQL, for tests without it. */
function shelfInMemory() {
  const files = new Map<string, Readonly<{ digest: string; content: string }>>();
  const shelf: PriceShelf = {
    digests: async () => new Map([...files].map(([path, { digest }]) => [path, digest])),
    read: async (path, digest) => {
      const file = files.get(path);
      return file?.digest === digest ? file.content : undefined;
    },
    replace: async ({ path, was, digest, content }) => {
      if (files.get(path)?.digest !== was) return false;
      files.set(path, { digest, content });
      return true;
    },
  };
  return { files, shelf };
}

async function nodeOf(shelf: PriceShelf) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-prices-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const logged: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => logged.push(line) });
  const prices = createSharedPrices({ folder, shelf, log });
  return {
    ...{ folder, logged, prices },
    /** As after a restart. */
    again: () => createSharedPrices({ folder, shelf, log }),
    write: async (path: string, text: string) => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    read: (path: string) => readFile(join(folder, path), "utf8").catch(() => undefined),
    remove: (path: string) => rm(join(folder, path), { recursive: true }),
  };
}

const IMPORT = "imports/2026-11-23-litellm-1/openai.json";
const PRICES = inHousePrices;

const rate = (name: string): TakenRate =>
  ({
    overlay: {
      ...{ name, kind: "rate", valid_from: "2026-11-20" },
      applies_to: { provider: "openai", model: "gpt-4o-mini" },
      per_million_tokens: { input: "0.120000" },
    },
    source: {
      ...{ from: "2026-11-20T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" },
      taken_at: "2026-11-23T12:00:00.000Z",
      found: FOUND,
    },
  }) as TakenRate;
const FOUND = {
  ...{ provider: "openai", model: "gpt-4o-mini", component: "input", tier: "standard" },
  ...{ per_million: "0.120000", rounded: false, list_per_million: "0.150000" },
  ...{ valid_from: "2026-11-20", valid_to: null },
  ...{ quantity: "1000000", cost: "0.120000000000", cells: 1 },
};

test("prices that one node imports are another's a look later, and one that comes anew has them too", async () => {
  const { shelf } = shelfInMemory();
  const [first, second] = [await nodeOf(shelf), await nodeOf(shelf)];
  await first.write(IMPORT, PRICES);
  await first.write("own.json", PRICES);

  await first.prices.tick();
  await second.prices.tick();
  const third = await nodeOf(shelf);
  await third.prices.tick();

  expect([await second.read(IMPORT), await third.read(IMPORT)]).toEqual([PRICES, PRICES]);
  // What people wrote themselves stays where they put it.
  expect(await second.read("own.json")).toBeUndefined();
  expect(await readdir(join(second.folder, "imports/2026-11-23-litellm-1"))).toEqual([
    "openai.json",
  ]);
});

test("an import that is taken away on one node goes on all, also on one that was down meanwhile", async () => {
  const { shelf } = shelfInMemory();
  const [first, second] = [await nodeOf(shelf), await nodeOf(shelf)];
  await first.write(IMPORT, PRICES);
  await first.prices.tick();
  await second.prices.tick();

  await first.remove(dirname(IMPORT));
  await first.prices.tick();
  await second.again().tick();
  await first.prices.tick();

  expect(await second.read(IMPORT)).toBeUndefined();
  expect(await readdir(join(second.folder, "imports"))).toEqual([]);
  expect(await first.read(IMPORT)).toBeUndefined();
});

test("a shared state that begins anew takes no node's prices away, and is given them", async () => {
  const before = shelfInMemory();
  const node = await nodeOf(before.shelf);
  await node.write(IMPORT, PRICES);
  await node.prices.tick();
  const after = shelfInMemory();

  await createSharedPrices({
    ...{ folder: node.folder, shelf: after.shelf, log: pino({ level: "silent" }) },
  }).tick();

  expect(await node.read(IMPORT)).toBe(PRICES);
  expect(after.files.get(IMPORT)?.content).toBe(PRICES);
});

test("a node whose price folder is lost gets all back, and takes nothing from others", async () => {
  const { shelf, files } = shelfInMemory();
  const node = await nodeOf(shelf);
  await node.write(IMPORT, PRICES);
  await node.prices.tick();

  for (const name of await readdir(node.folder)) await node.remove(name);
  await node.again().tick();

  expect(await node.read(IMPORT)).toBe(PRICES);
  expect(files.get(IMPORT)?.content).toBe(PRICES);
});

test("two nodes that take rates at the same time keep both, and each has them when it is answered", async () => {
  const { shelf } = shelfInMemory();
  const [first, second] = [await nodeOf(shelf), await nodeOf(shelf)];
  const take = (folder: string, name: string) => async () => {
    writeTakenRates(folder, [...readTakenRates(folder), rate(name)]);
  };

  await Promise.all([
    first.prices.change(take(first.folder, "one")),
    second.prices.change(take(second.folder, "two")),
  ]);
  await first.prices.tick();
  await second.prices.tick();

  for (const { folder } of [first, second]) {
    const names = readTakenRates(folder).map(({ overlay }) => overlay.name);
    expect(names.toSorted()).toEqual(["one", "two"]);
  }
});

test("where the shared state is away rates are not taken over, and prices stay as they are", async () => {
  const { shelf } = shelfInMemory();
  const node = await nodeOf({ ...shelf, digests: () => Promise.reject(new Error("away")) });
  let asked = 0;

  const taken = node.prices.change(async () => {
    asked += 1;
  });

  await expect(taken).rejects.toMatchObject({
    code: "state_unusable",
    message: expect.stringContaining("away"),
  });
  expect(asked).toBe(0);
  await node.prices.tick();
  await node.prices.tick();
  expect(node.logged).toHaveLength(1);
});

test("a price file that cannot be read is not handed to others, and one that leads out of the folder is not taken", async () => {
  const { shelf, files } = shelfInMemory();
  const node = await nodeOf(shelf);
  files.set("imports/../../escaped.json", { digest: "d1", content: PRICES });
  await node.prices.tick();
  expect(await node.read("../escaped.json")).toBeUndefined();

  await node.write(IMPORT, "{");
  await node.prices.tick();

  expect(files.has(IMPORT)).toBe(false);
  expect(node.logged.at(-1)).toContain("prices are not shared");
});

test("another node's file that prices here cannot be read with is not taken, and what was there stands again", async () => {
  const { shelf, files } = shelfInMemory();
  const node = await nodeOf(shelf);
  await node.write(IMPORT, PRICES);
  await node.prices.tick();
  const other = "imports/2026-11-24-litellm-1/openai.json";
  files.set(IMPORT, { digest: "d1", content: "{" });
  files.set(other, { digest: "d2", content: "{" });

  await node.prices.tick();
  await node.prices.tick();
  await node.again().tick();

  expect([await node.read(IMPORT), await node.read(other)]).toEqual([PRICES, undefined]);
  expect(await readdir(join(node.folder, "imports"))).toEqual(["2026-11-23-litellm-1"]);
  expect(files.get(IMPORT)?.content).toBe("{");
  const told = node.logged.filter((line) => line.includes("are not taken"));
  expect(told).toHaveLength(2);
  expect(told[0]).toContain(other);
  // Once it is mended it comes, although another one still cannot be read.
  const stillWaiting = node.again();
  await stillWaiting.tick();
  files.set(IMPORT, { digest: "d3", content: `${PRICES} ` });
  await stillWaiting.tick();
  expect(await node.read(IMPORT)).toBe(`${PRICES} `);
});

test("what nodes had alike is taken for lost where it cannot be read, and prices go on being shared", async () => {
  const { shelf, files } = shelfInMemory();
  const node = await nodeOf(shelf);
  await node.write(".shared", "");
  await node.write(IMPORT, PRICES);

  await node.prices.tick();

  expect(files.get(IMPORT)?.content).toBe(PRICES);
  expect(node.logged.join()).toContain("taken for lost");
});
