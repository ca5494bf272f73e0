import type { ChangePart } from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import {
  type ChangeCell,
  isAtSameTime,
  isInReach,
  isOfDollars,
  isToldBy,
  referenceSpan,
  type SliceAnomaly,
  sizeOf,
  widestAlike,
} from "@headgate/planner";
import type { Range } from "./compare-usage.ts";

export type Cause =
  | Readonly<{
      kind: "named";
      dimension: string | null;
      values: readonly (string | null)[];
      within: Readonly<{ dimension: string; value: string }> | null;
      share: number;
      part: ChangePart;
      amount: Picodollars;
      comparedWith: Range;
    }>
  | Readonly<{ kind: "unknown"; reason: string }>;

/** Something that happened: the slice of spend that tells it best, and why. */
export type AnomalousEvent = Readonly<{ anomaly: SliceAnomaly; cause: Cause }>;

/** A span in which something was off, and a usual one. */
type Compared = Readonly<{ before: Range; after: Range }>;

export type KnownEvent<Cell extends ChangeCell = ChangeCell> = Readonly<{
  anomaly: SliceAnomaly;
  /** Of the span in which it was found, and a usual one. */
  cells: readonly Cell[];
  compared: Compared;
}>;

/** How what is behind anomalies is looked at: that of calls and that of bills are told in their own ways. */
export type Look<Cell extends ChangeCell> = Readonly<{
  /** What each combination of values cost in both spans; each time it is a question to the ledger. */
  cells(compared: Compared): Promise<readonly Cell[]>;
  /** Names what moved an event's dollars, and may call its slice by another dimension. */
  tell(event: KnownEvent<Cell>): Promise<AnomalousEvent>;
}>;

const NO_REFERENCE: Cause = {
  kind: "unknown",
  reason: "no usual span of the four weeks before is known",
};
const CLEARLY_SMALLER = 0.8;
/** Anomalies that the ledger is asked about; each costs a question, and each event a second one. */
const ASKED_AT_MOST = 60;

/**
 * Tells events apart: one event is an anomaly in every slice that it moved. Taken are those furthest off first; what
 * an event explains of the others is no event of its own.
 *
 * @returns in order of time, and how many anomalies were not looked at, for each look is a question to the ledger
 */
export async function tellEvents<Cell extends ChangeCell>(
  look: Look<Cell>,
  /** Those furthest off first. */
  anomalies: readonly SliceAnomaly[],
): Promise<Readonly<{ events: readonly AnomalousEvent[]; leftOut: readonly SliceAnomaly[] }>> {
  const leftOut: SliceAnomaly[] = [];
  const known: KnownEvent<Cell>[] = [];
  const unknown: AnomalousEvent[] = [];
  let asked = 0;
  for (const anomaly of inOrderOfLooks(anomalies)) {
    const ofSlice = anomalies.filter(({ slice }) => slice === anomaly.slice);
    const reference = referenceSpan(anomaly.slice.series, anomaly, ofSlice);
    if (reference === null) {
      unknown.push({ anomaly, cause: NO_REFERENCE });
      continue;
    }
    if (isToldAlready(known, anomaly)) continue;
    if (asked === ASKED_AT_MOST) {
      leftOut.push(anomaly);
      continue;
    }
    asked += 1;
    const compared = { before: rangeOf(reference), after: rangeOf(anomaly) };
    takeIn(known, { anomaly, compared, cells: await look.cells(compared) }, anomalies);
  }
  const events: AnomalousEvent[] = [];
  for (const event of known) {
    events.push(await look.tell(event));
  }
  for (const event of unknown) {
    if (!events.some(({ anomaly }) => isInReach(event.anomaly, anomaly))) events.push(event);
  }
  events.sort((one, other) => one.anomaly.startMs - other.anomaly.startMs);
  // An event that was found last may explain what was passed over before it.
  return { events, leftOut: leftOut.filter((anomaly) => !isToldAlready(known, anomaly)) };
}

/**
 * Those furthest off first. Of more than can be looked at every second one is the next by its dollars: a large sum that is
 * not far off its own noise must not wait behind many small ones that are.
 */
function inOrderOfLooks(anomalies: readonly SliceAnomaly[]): readonly SliceAnomaly[] {
  if (anomalies.length <= ASKED_AT_MOST) return anomalies;
  const byDollars = anomalies.toSorted((a, b) => (dollarsOff(a) > dollarsOff(b) ? -1 : 1));
  const order = new Set<SliceAnomaly>();
  for (const [index, anomaly] of anomalies.entries()) {
    order.add(anomaly);
    const dear = byDollars[index];
    if (dear !== undefined) order.add(dear);
  }
  return [...order];
}

const dollarsOff = ({ excess }: SliceAnomaly): bigint => (excess < 0n ? -excess : excess);

/** Adds an anomaly to the events, puts it in the place of those that it tells better, or leaves it out. */
function takeIn<Cell extends ChangeCell>(
  known: KnownEvent<Cell>[],
  found: KnownEvent<Cell>,
  all: readonly SliceAnomaly[],
): void {
  const { anomaly, cells } = found;
  const replaced = placeOf(known, anomaly, cells);
  if (replaced === "told") return;
  for (const event of replaced) known.splice(known.indexOf(event), 1);
  known.push({ ...found, anomaly: widestAlike(anomaly, all, cells) });
}

/** Whether known events tell an anomaly; else those of them that it tells, and better. */
function placeOf<Cell extends ChangeCell>(
  known: readonly KnownEvent<Cell>[],
  anomaly: SliceAnomaly,
  cells: readonly ChangeCell[],
): readonly KnownEvent<Cell>[] | "told" {
  if (!isOfDollars(anomaly, cells)) return "told";
  const near = known.filter((event) => isInReach(anomaly, event.anomaly));
  const told = near.filter(
    (event) =>
      isAtSameTime(anomaly, event.anomaly) && isToldBy(event.anomaly, [anomaly], event.cells),
  );
  const isTold = isToldBy(
    anomaly,
    near.map((event) => event.anomaly),
    cells,
  );
  if (!isTold) return told;
  const replaced = told.filter((event) => {
    const size = sizeOf(event.anomaly, event.cells);
    // Each tells the other: the smaller slice says more.
    return Number(sizeOf(anomaly, event.cells)) < CLEARLY_SMALLER * Number(size);
  });
  return replaced.length === 0 ? "told" : replaced;
}

/** Whether that can be seen in what was asked for an event of the same days already. */
const isToldAlready = (known: readonly KnownEvent[], anomaly: SliceAnomaly): boolean =>
  known.some(
    ({ anomaly: { startMs, endMs }, cells }) =>
      startMs === anomaly.startMs &&
      endMs === anomaly.endMs &&
      placeOf(known, anomaly, cells) === "told",
  );

const rangeOf = ({ startMs, endMs }: Readonly<{ startMs: number; endMs: number }>): Range => ({
  from: new Date(startMs).toISOString(),
  to: new Date(endMs).toISOString(),
});
