import {
  type ReconcileReport,
  type ReconciliationCause,
  type ReconciliationCell,
  type ReconciliationReason,
  reconciliationCauses,
} from "@headgate/contract";
import { type Picodollars, parseDollars, picodollars, ZERO } from "@headgate/money";
import { reasonNames } from "../../format/cause-words.ts";
import { shareBeside } from "../../format/share.ts";
import { componentNames } from "../../format/words.ts";
import type { DifferenceSplit } from "../../search/reconciliation-search.ts";
import { DAY_MS } from "../../time/time-span.ts";
import { bucketLabel, bucketTitle } from "../../time/time-text.ts";
import type { Reconciliation } from "./query.ts";

/** A share of the wire (`0.928348`) for the eye, told apart from its target; a dash where there is no usage to explain. */
export const wireShareText = (share: string | null, target?: string): string =>
  shareBeside(
    share === null ? undefined : Number(share),
    target === undefined ? [] : [Number(target)],
  );

/** One kind of difference of a currency, over all its groups. */
export type CauseRow = Readonly<{
  cause: ReconciliationCause;
  reason: ReconciliationReason;
  amount: Picodollars;
  gross: Picodollars;
  cells: number;
}>;

/** The kinds of difference of a currency, in the contract's order; they add up to its difference. */
export const causeRows = (report: ReconcileReport, currency: string): readonly CauseRow[] => {
  const rows = new Map<string, CauseRow>();
  for (const group of report.groups.filter((each) => each.currency === currency)) {
    for (const { cause, reason, amount, gross, cells } of group.causes) {
      const before = rows.get(`${cause} ${reason}`);
      rows.set(`${cause} ${reason}`, {
        cause,
        reason,
        amount: picodollars((before?.amount ?? ZERO) + parseDollars(amount)),
        gross: picodollars((before?.gross ?? ZERO) + parseDollars(gross)),
        cells: (before?.cells ?? 0) + cells,
      });
    }
  }
  const order = (row: CauseRow): number => reconciliationCauses.indexOf(row.cause);
  return [...rows.values()].sort((left, right) => order(left) - order(right));
};

/** One bar: the differences of a day, a model, a token class or a provider, by kind. */
export type DifferenceBar = Readonly<{
  key: string;
  label: string;
  title: string;
  byCause: ReadonlyMap<ReconciliationCause, Picodollars>;
  sum: Picodollars;
}>;

const MOST_BARS = 124;

const placeOf = (
  cell: ReconciliationCell,
  split: DifferenceSplit,
  { span }: Reconciliation,
): Readonly<{ key: string; label: string; title: string }> => {
  switch (split) {
    case "day": {
      const startMs = Date.parse(cell.start);
      const longer = Date.parse(cell.end) - startMs > DAY_MS;
      return {
        key: cell.start,
        label: bucketLabel(startMs, "day", span),
        title: `${longer ? "from " : ""}${bucketTitle(startMs, "day")}`,
      };
    }
    case "model":
      return named(cell.model, "No model");
    case "component":
      return named(
        cell.component === null ? null : componentNames[cell.component],
        "No token class",
      );
    case "provider":
      return named(cell.provider, "No provider of models");
    default:
      return split satisfies never;
  }
};

const named = (name: string | null, none: string) => ({
  key: name === null ? "" : `=${name}`,
  label: name ?? none,
  title: name ?? none,
});

/** The largest differences of a currency, gathered. Days in their order, others by size. */
export const differenceBars = (
  reconciliation: Reconciliation,
  currency: string,
  split: DifferenceSplit,
  shown: ReadonlySet<ReconciliationCause>,
): readonly DifferenceBar[] => {
  const bars = new Map<string, DifferenceBar>();
  for (const cell of reconciliation.report.cells) {
    if (cell.currency !== currency) continue;
    const parts = cell.parts.filter(({ cause }) => shown.has(cause));
    if (parts.length === 0) continue;
    const place = placeOf(cell, split, reconciliation);
    const bar = bars.get(place.key);
    const byCause = new Map(bar?.byCause ?? []);
    let sum = bar?.sum ?? ZERO;
    for (const { cause, amount } of parts) {
      byCause.set(cause, picodollars((byCause.get(cause) ?? ZERO) + parseDollars(amount)));
      sum = picodollars(sum + parseDollars(amount));
    }
    bars.set(place.key, { ...place, byCause, sum });
  }
  const all = [...bars.values()];
  if (split === "day") return all.sort((a, b) => a.key.localeCompare(b.key)).slice(-MOST_BARS);
  const size = ({ byCause }: DifferenceBar): bigint =>
    [...byCause.values()].reduce((total, amount) => total + (amount < 0n ? -amount : amount), 0n);
  return all
    .sort((left, right) => (size(left) === size(right) ? 0 : size(right) > size(left) ? 1 : -1))
    .slice(0, MOST_BARS);
};

/** A cell's parts in words. */
export const partsText = (cell: ReconciliationCell): string =>
  cell.parts.map(({ reason }) => reasonNames[reason]).join("; ");
