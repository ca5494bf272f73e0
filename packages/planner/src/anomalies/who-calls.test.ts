import { picodollars } from "@headgate/money";
import { expect, test } from "vitest";
import { type ChangeCell, changeOf } from "./change-cell.ts";
import { asManyTogether, isMovedByCallers } from "./who-calls.ts";

type Side = readonly [calls: number, cost: bigint];
const side = ([attempts, cost]: Side) => ({
  attempts,
  tokens: 10 * attempts,
  cost: picodollars(cost),
});
const cell = (feature: string, model: string, before: Side, after: Side): ChangeCell => ({
  values: { feature, model },
  before: side(before),
  after: side(after),
});
const isOfCallers = (cells: readonly ChangeCell[]) =>
  isMovedByCallers(cells, ["feature"], "cost_per_call");

const mail = cell("mail", "small", [90, 90n], [90, 90n]);

test("a dear feature that calls six times as often moves what all calls cost, and no call costs more", () => {
  const loop = [cell("draft", "large", [10, 100n], [60, 600n]), mail];

  expect(isOfCallers(loop)).toBe(true);
  expect(isMovedByCallers(loop, ["feature"], "cost")).toBe(false);
});

test("calls that each cost more are no matter of who calls, nor are those that went to a dearer model", () => {
  const dearer = [cell("draft", "large", [10, 100n], [12, 360n]), mail];
  const moved = [
    cell("draft", "small", [10, 10n], [0, 0n]),
    cell("draft", "large", [0, 0n], [10, 100n]),
    mail,
  ];

  expect(isOfCallers(dearer)).toBe(false);
  expect(isOfCallers(moved)).toBe(false);
});

test("a caller that was not there before is a matter of who calls", () => {
  expect(isOfCallers([cell("draft", "large", [0, 0n], [30, 300n]), mail])).toBe(true);
});

test("with as many calls together nothing is left of twice as many calls of all", () => {
  const twice = [
    cell("draft", "large", [10, 100n], [20, 200n]),
    cell("mail", "small", [90, 90n], [180, 180n]),
  ];

  expect(changeOf(asManyTogether(twice, "cost_per_call"))).toBe(0n);
  expect(changeOf(asManyTogether(twice, "cost_per_token"))).toBe(0n);
});
