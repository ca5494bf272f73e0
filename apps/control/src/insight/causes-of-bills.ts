import type { BillDimension, InsightDimension } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import {
  type BilledCell,
  type ChangeCell,
  decomposeBilled,
  largestPart,
  nameCause,
} from "@headgate/planner";
import type { Cause, KnownEvent, Look } from "./anomalous-events.ts";
import { BILLS_CURRENCY } from "./bill-series.ts";
import { withAllValues } from "./with-all-values.ts";

/** Dimensions of bills whose values are judged by themselves, and that a cause is looked for in; of equal ones the first. */
export const BILL_CAUSE_DIMENSIONS = [
  "team",
  "project",
  "feature",
  "customer",
  "environment",
  "service_name",
  "model",
  "sub_account",
  "billing_account",
  "region",
  "meter",
  "provider",
  "category",
] as const satisfies readonly (BillDimension & InsightDimension)[];

/** Whose it is, or which part of a service: what narrows a value that is named already. */
const WITHIN: readonly string[] = [
  "team",
  "project",
  "feature",
  "customer",
  "environment",
  "sub_account",
  "meter",
] as const satisfies readonly (typeof BILL_CAUSE_DIMENSIONS)[number][];

/** Things that are compared; the dearest. */
const CELLS_AT_MOST = 5_000;

type BilledChangeCell = BilledCell & ChangeCell;

/**
 * Looks at bills: their cells thing by thing, and whether it was the quantity, the price or what is new or gone that moved.
 *
 * @param calledProviders as of the series that was judged
 */
export const lookAtBills = (
  ledger: Pick<LedgerStore, "report">,
  calledProviders: readonly string[] | undefined,
): Look<BilledChangeCell> => ({
  cells: async (compared) => {
    const { cells } = await ledger.report("bill-cells", {
      ...compared.after,
      before: compared.before,
      by: BILL_CAUSE_DIMENSIONS,
      currency: BILLS_CURRENCY,
      lines: "of-days",
      limit: CELLS_AT_MOST,
      ...(calledProviders !== undefined && { beyondCallsTo: calledProviders }),
    });
    return cells.map(withAllValues).map((cell) => ({
      ...cell,
      before: { ...NO_CALLS, ...cell.before },
      after: { ...NO_CALLS, ...cell.after },
    }));
  },
  tell: async (event) => ({ anomaly: event.anomaly, cause: causeOf(event) }),
});

/** Bills are judged by their cost alone: nothing is divided by their calls. */
const NO_CALLS = { attempts: 0, tokens: 0 } as const;

function causeOf({ anomaly, cells, compared }: KnownEvent<BilledChangeCell>): Cause {
  const { dimension: sliced, value } = anomaly.slice;
  const cause =
    sliced === null || value === null
      ? nameCause(cells, BILL_CAUSE_DIMENSIONS)
      : { dimension: sliced, values: [value], share: 1 };
  if (cause === null)
    return { kind: "unknown", reason: "the usual span compared with was billed the same" };
  const { dimension, values } = cause;
  const own =
    dimension === null
      ? cells
      : cells.filter((cell) => values.includes(cell.values[dimension] ?? null));
  return {
    kind: "named",
    ...cause,
    within: values.length === 1 ? withinOf(own, dimension) : null,
    ...largestPart([decomposeBilled(own)]),
    comparedWith: compared.before,
  };
}

/** The one value of another dimension that most of the change within a value is of. */
function withinOf(cells: readonly BilledChangeCell[], named: string | null) {
  const found = nameCause(
    cells,
    WITHIN.filter((dimension) => dimension !== named),
  );
  if (found === null || found.dimension === null) return null;
  const [value, ...more] = found.values;
  if (value === undefined || value === null || more.length > 0) return null;
  return { dimension: found.dimension, value };
}
