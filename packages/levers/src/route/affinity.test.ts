import { picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decideSwitch } from "./affinity.ts";

const figures = (
  stay: bigint,
  move: bigint,
  later: bigint,
  { calls = 1, moves = 0 }: { calls?: number; moves?: number } = {},
) => ({
  stay: picodollars(stay),
  move: picodollars(move),
  later: picodollars(later),
  calls,
  moves,
});

test("a switch that costs more than the cache is worth waits until enough calls are expected", () => {
  expect(decideSwitch(figures(100n, 150n, 60n))).toEqual({
    kind: "stay",
    reason: "lost_cache",
    saves: -50n,
  });
  expect(decideSwitch(figures(100n, 150n, 60n, { calls: 4 }))).toEqual({
    kind: "switch",
    reason: "saves",
    saves: 70n,
  });
});

test("a small saving moves nothing, and less so after each move", () => {
  expect(decideSwitch(figures(100n, 90n, 90n))).toMatchObject({ reason: "too_small" });
  expect(decideSwitch(figures(100n, 85n, 85n))).toMatchObject({ kind: "switch" });
  expect(decideSwitch(figures(100n, 85n, 85n, { moves: 1 }))).toMatchObject({
    reason: "too_small",
  });
  expect(decideSwitch(figures(100n, 1n, 1n, { moves: 3 }))).toMatchObject({
    reason: "often_moved",
  });
});

test("a price that is not known moves nothing", () => {
  expect(decideSwitch({ ...figures(100n, 1n, 1n), later: undefined })).toEqual({
    kind: "stay",
    reason: "price_unknown",
    saves: undefined,
  });
});

const cost = fc.bigInt({ min: 0n, max: 10n ** 13n });
const calls = fc.integer({ min: 1, max: 50 });
const moves = fc.integer({ min: 0, max: 5 });

test("whoever is moved saves, and is not moved back at the same prices", () => {
  fc.assert(
    fc.property(cost, cost, cost, calls, moves, (stay, move, later, count, before) => {
      const there = decideSwitch(figures(stay, move, later, { calls: count, moves: before }));
      if (there.kind === "stay") return;
      expect(there.saves).toBeGreaterThan(0n);
      // Back at once: what was warm there is at most as cheap as it was, and this side is warm now.
      const back = figures(later, stay, stay, { calls: count, moves: before + 1 });
      if (move >= later) expect(decideSwitch(back).kind).toBe("stay");
    }),
  );
});

test("dearer to move to, or moved more often, never turns staying into moving", () => {
  fc.assert(
    fc.property(cost, cost, cost, cost, calls, moves, (stay, move, later, more, count, before) => {
      if (
        decideSwitch(figures(stay, move, later, { calls: count, moves: before })).kind === "stay"
      ) {
        const dearer = figures(stay, move + more, later, { calls: count, moves: before });
        expect(decideSwitch(dearer).kind).toBe("stay");
        const again = figures(stay, move, later, { calls: count, moves: before + 1 });
        expect(decideSwitch(again).kind).toBe("stay");
      }
    }),
  );
});
