import type { Dimension, Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import {
  asManyTogether,
  asManyUnits,
  type ChangeCell,
  isAtSameTime,
  isMovedByCallers,
  largestPart,
  nameCause,
  type SliceAnomaly,
  sameCallsBy,
  topDrivers,
} from "@headgate/planner";
import type { AnomalousEvent, Cause, KnownEvent, Look } from "./anomalous-events.ts";
import { compareUsage } from "./compare-usage.ts";
import { withAllValues } from "./with-all-values.ts";

type Ledger = Pick<LedgerStore, "report">;

type AboutCalls = Readonly<{
  filter: Filter;
  dimensions: readonly [Dimension, ...Dimension[]];
  anomalies: readonly SliceAnomaly[];
}>;

/** Combinations of values that are compared; the dearest. */
const CELLS_AT_MOST = 5_000;

/** Looks at calls: their cells by all dimensions, and the causes that their drivers name. */
export const lookAtCalls = (ledger: Ledger, about: AboutCalls): Look<ChangeCell> => ({
  cells: async (compared) => {
    const { cells } = await ledger.report("change-cells", {
      ...about.filter,
      ...compared.after,
      before: compared.before,
      by: about.dimensions,
      limit: CELLS_AT_MOST,
    });
    return cells.map(withAllValues);
  },
  tell: async (event) => calledAfter(event, await causeOf(ledger, about, event)),
});

async function causeOf(
  ledger: Ledger,
  { filter, dimensions, anomalies }: AboutCalls,
  { anomaly, cells, compared }: KnownEvent,
): Promise<Cause> {
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
