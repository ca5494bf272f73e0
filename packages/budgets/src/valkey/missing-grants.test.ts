import { expect, test } from "vitest";
import { MissingGrants } from "./missing-grants.ts";
import type { CountersNews } from "./news.ts";

const tookOver = { isNew: false, isOtherProcess: true, process: "second", grantedBefore: 0 };
const again = { ...tookOver, isOtherProcess: false };

/** What a gateway was granted by a server that is gone; the next one answers as `hold` does. */
function granted(many: number, hold: (lease: string) => Promise<boolean>) {
  const told: CountersNews[] = [];
  const missing = new MissingGrants({
    hold: ({ lease }) => hold(lease),
    count: async () => true,
    renew: async () => undefined,
    told: (news) => told.push(news),
  });
  for (let place = 1; place <= many; place += 1) {
    const reservation = { lease: `${place}:0`, claims: [], heldAtMs: 0, expiresAtMs: 1 };
    missing.granted({ reservation, place, process: "first", atMs: 0 });
  }
  return { missing, told };
}

test("what is missing is told some hundred at once, and only what the server took is told of", async () => {
  let [asked, most] = [0, 0];
  const { missing, told } = granted(1_000, async (lease) => {
    asked += 1;
    most = Math.max(most, asked);
    await Promise.resolve();
    asked -= 1;
    return lease !== "7:0";
  });

  await missing.arrived(tookOver);

  expect(most).toBe(200);
  expect(told).toEqual([{ kind: "told_again", count: 999 }]);
});

test("what failed is told at the next arrival, and what the server has by then is not", async () => {
  const held: string[] = [];
  const { missing, told } = granted(300, async (lease) => {
    if (lease === "2:0" && held.length < 250) throw new Error("an answer came too late");
    held.push(lease);
    return true;
  });

  await expect(missing.arrived(tookOver)).rejects.toThrow("too late");
  expect(held).toHaveLength(199);
  held.push(...Array(51).fill("by others"));
  await missing.arrived(again);

  expect(held.filter((lease) => lease !== "by others").sort()).toEqual(
    Array.from({ length: 300 }, (_, index) => `${index + 1}:0`).sort(),
  );
  expect(told).toEqual([{ kind: "told_again", count: 101 }]);
});

test("who waits for it waits as long as it says", async () => {
  let answer: (held: boolean) => void = () => undefined;
  const { missing } = granted(1, () => new Promise((resolve) => (answer = resolve)));
  const arrived = missing.arrived(tookOver);

  expect(await missing.isToldWithin(1)).toBe(false);
  answer(true);

  expect(await missing.isToldWithin(60_000)).toBe(true);
  await arrived;
  expect(await missing.isToldWithin(0)).toBe(true);
});
