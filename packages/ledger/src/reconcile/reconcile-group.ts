import { addBill, type Cell, newCell, type Part } from "./cell.ts";
import { onCommonComponents } from "./common-components.ts";
import { CALLS_CURRENCY, type SideGroup } from "./group-sides.ts";
import { DAY_MS, disjoint, grouped, matchCells } from "./match-cells.ts";
import { poolRest } from "./pool-rest.ts";
import { shiftDays } from "./shift-days.ts";
import type { BillRow } from "./sides.ts";
import { type NameRate, splitCell } from "./split-cell.ts";
import { splitTiers } from "./split-tiers.ts";

/** A cell with the parts that its difference is split into. */
export type SplitCell = Readonly<{ cell: Cell; parts: readonly Part[] }>;

type Context = Readonly<{
  /** Days (UTC) that the group's bills speak for, without a line of usage too. */
  coveredDays: ReadonlySet<number>;
  /** Days (UTC) of which a bill of the group states some hours so far. */
  unfinishedDays: ReadonlySet<number>;
  nameRate: NameRate;
}>;

/** Splits the difference of one group; the parts of all cells add up to its bill less its calls. */
export function reconcileGroup(
  group: SideGroup,
  { coveredDays, unfinishedDays, nameRate }: Context,
): readonly SplitCell[] {
  const usage = group.bills.filter(({ kind }) => kind === "usage");
  const other = nonUsage(group.bills);
  if (group.currency !== CALLS_CURRENCY || group.provider === null) {
    return [...unmatched(usage, group.provider === null ? "no_model" : "other_currency"), ...other];
  }
  const rows = onCommonComponents({ bills: usage, calls: group.calls });
  const matched = matchCells(rows.bills, rows.calls);
  const isUnfinished = ({ startMs, endMs }: Cell): boolean =>
    endMs - startMs === DAY_MS && unfinishedDays.has(startMs);
  // What the bill has not reached is not billed on the day before.
  shiftDays(matched.cells.filter((cell) => !isUnfinished(cell)));
  const billed = disjoint(usage);
  const isBilledDay = ({ startMs, endMs }: Cell): boolean =>
    billed.some((period) => period.startMs < endMs && startMs < period.endMs) ||
    (endMs - startMs === DAY_MS && coveredDays.has(startMs));
  return [
    ...poolRest({ ...matched, cells: matched.cells.flatMap(splitTiers) }).map((cell) => ({
      cell,
      parts: splitCell(cell, { isBilledDay, isUnfinished, nameRate }),
    })),
    ...other,
  ];
}

/** Lines that are no use of a model: named by what they are. */
function nonUsage(rows: readonly BillRow[]): readonly SplitCell[] {
  const lines = rows.filter(({ kind }) => kind !== "usage");
  const cells = grouped(lines, ({ kind, startMs, endMs }) => `${kind} ${startMs} ${endMs}`);
  return [...cells.values()].flatMap((ofKind) => {
    const [first] = ofKind;
    if (first === undefined || first.kind === "usage") return [];
    return split(ofKind, first, { cause: "non_usage", reason: first.kind });
  });
}

/** Usage that cannot be compared with calls at all. */
const unmatched = (
  rows: readonly BillRow[],
  reason: "no_model" | "other_currency",
): readonly SplitCell[] =>
  [
    ...grouped(rows, ({ model, startMs, endMs }) => JSON.stringify([model, startMs, endMs])),
  ].flatMap(([, ofModel]) =>
    ofModel[0] === undefined ? [] : split(ofModel, ofModel[0], { cause: "unexplained", reason }),
  );

function split(
  rows: readonly BillRow[],
  { startMs, endMs, model, kind }: BillRow,
  name: Pick<Part, "cause" | "reason">,
): readonly SplitCell[] {
  const cell = newCell({
    startMs,
    endMs,
    model: kind === "usage" ? model : null,
    component: null,
  });
  let amount = 0n;
  for (const row of rows) {
    addBill(cell, row);
    amount += row.cost;
  }
  return [{ cell, parts: amount === 0n ? [] : [{ ...name, amount }] }];
}
