import type { ChangePart, Dimension, Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { Picodollars } from "@headgate/money";
import {
  asManyTogether,
  asManyUnits,
  type ChangeCell,
  isAtSameTime,
  isInReach,
  isMovedByCallers,
  isOfDollars,
  isToldBy,
  largestPart,
  nameCause,
  referenceSpan,
  type SliceAnomaly,
  sameCallsBy,
  sizeOf,
  topDrivers,
  widestAlike,
} from "@headgate/planner";
import { compareUsage, type Range } from "./compare-usage.ts";

type Ledger = Pick<LedgerStore, "report">;

export type Cause =
  | Readonly<{
      kind: "named";
      dimension: string | null;
      values: readonly (string | null)[];
      within: Readonly<{ dimension: Dimension; value: string }> | null;
      share: number;
      part: ChangePart;
      amount: Picodollars;
      comparedWith: Range;
    }>
  | Readonly<{ kind: "unknown"; reason: string }>;

/** Something that happened: the slice of spend that tells it best, and why. */
export type AnomalousEvent = Readonly<{ anomaly: SliceAnomaly; cause: Cause }>;

type KnownEvent = Readonly<{
  anomaly: SliceAnomaly;
  /** Of the span in which it was found, and a usual one. */
  cells: readonly ChangeCell[];
  compared: Readonly<{ before: Range; after: Range }>;
}>;

const NO_REFERENCE: Cause = {
  kind: "unknown",
  reason: "no usual span of the four weeks before is known",
};
const CLEARLY_SMALLER = 0.8;
/** Anomalies that the ledger is asked about; each costs a question, and each event a second one. */
const ASKED_AT_MOST = 60;
/** Combinations of values that are compared; the dearest. */
const CELLS_AT_MOST = 5_000;

/**
 * Tells events apart: one event is an anomaly in every slice that it moved. Taken are those furthest off first; what
 * an event explains of the others is no event of its own.
 *
 * @returns in order of time, and how many anomalies were not looked at, for each look is a question to the ledger
 */
export async function tellEvents(
  ledger: Ledger,
  about: Readonly<{
    filter: Filter;
    dimensions: readonly [Dimension, ...Dimension[]];
    /** Those furthest off first. */
    anomalies: readonly SliceAnomaly[];
  }>,
): Promise<Readonly<{ events: readonly AnomalousEvent[]; leftOut: readonly SliceAnomaly[] }>> {
  const { anomalies } = about;
  const leftOut: SliceAnomaly[] = [];
  const known: KnownEvent[] = [];
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
    const { cells } = await ledger.report("change-cells", {
      ...about.filter,
      ...compared.after,
      before: compared.before,
      by: about.dimensions,
      limit: CELLS_AT_MOST,
    });
    takeIn(known, { anomaly, compared, cells: cells.map(withAllValues) }, anomalies);
  }
  const events: AnomalousEvent[] = [];
  for (const event of known) {
    const cause = await causeOf(ledger, { ...about, ...event });
    events.push(calledAfter(event, cause));
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
function takeIn(known: KnownEvent[], found: KnownEvent, all: readonly SliceAnomaly[]): void {
  const { anomaly, cells } = found;
  const replaced = placeOf(known, anomaly, cells);
  if (replaced === "told") return;
  for (const event of replaced) known.splice(known.indexOf(event), 1);
  known.push({ ...found, anomaly: widestAlike(anomaly, all, cells) });
}

/** Whether known events tell an anomaly; else those of them that it tells, and better. */
function placeOf(
  known: readonly KnownEvent[],
  anomaly: SliceAnomaly,
  cells: readonly ChangeCell[],
): readonly KnownEvent[] | "told" {
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

async function causeOf(
  ledger: Ledger,
  about: KnownEvent &
    Readonly<{
      filter: Filter;
      dimensions: readonly Dimension[];
      anomalies: readonly SliceAnomaly[];
    }>,
): Promise<Cause> {
  const { filter, dimensions, anomaly, anomalies, cells, compared } = about;
  // How many calls there were counts where the cost itself stood out.
  const isOfCost = anomalies.some(
    (one) =>
      one.measure === "cost" &&
      one.slice === anomaly.slice &&
      one.direction === anomaly.direction &&
      isAtSameTime(one, anomaly),
  );
  const measure = isOfCost ? "cost" : anomaly.measure;
  const { dimension: sliced, value } = anomaly.slice;
  const cause =
    sliced === null || value === null
      ? nameCause(cells, dimensions)
      : { dimension: sliced, values: [value], share: 1 };
  if (cause === null)
    return { kind: "unknown", reason: "the usual span compared with cost the same" };
  const by = dimensions.find((dimension) => dimension === cause.dimension) ?? "model";
  const [only] = cause.values;
  const isOne = cause.dimension !== null && cause.values.length === 1;
  const own = isOne ? cells.filter(({ values }) => values[by] === only) : cells;
  const isOfCallers = isMovedByCallers(own, WHO, measure);
  const within = isOne ? withinOf(ofMeasure(own, measure, isOfCallers), dimensions) : null;
  const narrowed = {
    ...filter,
    ...(isOne && { [by]: only ?? "" }),
    ...(within !== null && { [within.dimension]: within.value }),
  };
  const usage = await compareUsage(ledger, { filter: narrowed, ...compared, by });
  const { drivers, total } = topDrivers(usage.before, usage.after, 1_000);
  const ofCause = drivers.filter((driver) => cause.values.includes(driver.value));
  const changes = cause.dimension === null || ofCause.length === 0 ? [total] : ofCause;
  return {
    kind: "named",
    ...cause,
    within,
    // How often each of them called is what moved all of them together.
    ...largestPart(changes, isOfCallers ? "cost" : measure),
    comparedWith: compared.before,
  };
}

/** Cells whose change is of a measure alone. */
function ofMeasure(
  cells: readonly ChangeCell[],
  measure: SliceAnomaly["measure"],
  isOfCallers: boolean,
): readonly ChangeCell[] {
  if (measure === "cost") return cells;
  return isOfCallers ? asManyTogether(cells, measure) : asManyUnits(cells, measure);
}

/** What a person looks for first: a price is a model's, and what is done with it a feature's or a customer's. */
const CALLED_BY = {
  price: ["model", "provider"],
  other: ["feature", "customer", "key_id", "project", "team"],
} as const satisfies Record<string, readonly Dimension[]>;

/** The same calls by the dimension that suits the cause, where several have a value of exactly these calls. */
function calledAfter({ anomaly, cells }: KnownEvent, cause: Cause): AnomalousEvent {
  const { slice } = anomaly;
  if (cause.kind === "unknown" || slice.dimension === null || slice.dimension !== cause.dimension) {
    return { anomaly, cause };
  }
  for (const dimension of CALLED_BY[cause.part === "price" ? "price" : "other"]) {
    const value = sameCallsBy(dimension, slice, cells);
    if (value === null) continue;
    return {
      anomaly: { ...anomaly, slice: { ...slice, dimension, value } },
      cause: { ...cause, dimension, values: [value] },
    };
  }
  return { anomaly, cause };
}

/** Who calls; another model is what changed, not who changed it. */
const WHO: readonly Dimension[] = [
  "team",
  "project",
  "feature",
  "customer",
  "environment",
  "key_id",
];

/** The one value of another dimension that most of the change within a slice is of. */
function withinOf(cells: readonly ChangeCell[], dimensions: readonly Dimension[]) {
  const cause = nameCause(
    cells,
    dimensions.filter((dimension) => WHO.includes(dimension)),
  );
  const dimension = WHO.find((one) => one === cause?.dimension);
  const [value, ...more] = cause === null ? [] : cause.values;
  if (dimension === undefined || value === undefined || value === null || more.length > 0)
    return null;
  return { dimension, value };
}

/** A cell with a value, or none, of every dimension. */
const withAllValues = <
  Cell extends Readonly<{ values: Readonly<Partial<Record<string, string | null>>> }>,
>(
  cell: Cell,
) => ({
  ...cell,
  values: Object.fromEntries(
    Object.entries(cell.values).map(([dimension, value]) => [dimension, value ?? null]),
  ),
});

const rangeOf = ({ startMs, endMs }: Readonly<{ startMs: number; endMs: number }>): Range => ({
  from: new Date(startMs).toISOString(),
  to: new Date(endMs).toISOString(),
});
