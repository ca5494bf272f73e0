import type { ReconcileReport } from "@headgate/contract";
import type { Reports } from "@headgate/ledger";
import { parseDollars } from "@headgate/money";
import type { CompanyTruth, Fault } from "./load-company.ts";

type Cell = ReconcileReport["cells"][number];

type JudgedFault = Readonly<{
  kind: string;
  day: string;
  expected: bigint;
  /** What the report says of its place by its cause. */
  told: bigint;
}>;

export type JudgedReconciliation = Readonly<{
  faults: readonly JudgedFault[];
  /** Dollars of parts, without their signs, that no planted fault accounts for. */
  beyond: bigint;
  /** By how much the parts of any group do not come to its difference. */
  notExplained: bigint;
  unexplained: bigint;
  plantedUnexplained: bigint;
  /** What bills and calls together come to, each dollar once, and what the company truly has to pay. */
  total: Readonly<{ told: bigint; expected: bigint }>;
}>;

const providerOf: Readonly<Record<string, string>> = {
  aws_cur: "bedrock",
  azure_cost_export: "azure",
  focus: "vertex",
  openai_costs: "openai",
  anthropic_cost_report: "anthropic",
};

/** By which cause, and reason, a fault of each kind is to be told. */
const reasonOf: Readonly<Record<string, readonly [cause: string, reason: string]>> = {
  tax: ["non_usage", "tax"],
  credit: ["non_usage", "credit"],
  support: ["non_usage", "support"],
  commitment: ["non_usage", "commitment"],
  accelerator: ["non_usage", "other_service"],
  unexplained: ["unexplained", "no_model"],
  quantity: ["quantity", "more_billed"],
  tier: ["rate", "tier"],
  rate: ["rate", "price"],
  discount: ["rate", "discount"],
  region: ["rate", "region"],
  timing: ["timing", "shifted"],
};
/** Calls that nothing saw: all of a cell, or a part of one that others of the day are in. */
const gapReasons = ["not_called", "more_billed"];

/**
 * Holds a reconciliation, with all of its cells, against the faults that are known to be in the bills, and what was
 * spent in all (the report `spend`) against the bills: they cover every call of the company's.
 */
export function judgeReconciliation(
  report: ReconcileReport,
  spend: Pick<Reports["spend"]["result"], "totals">,
  truth: CompanyTruth,
): JudgedReconciliation {
  const places = placesOf(truth);
  const faults = [...places.values()].map(({ kind, day, expected, is }): JudgedFault => {
    const told = sum(
      report.cells.flatMap((cell) =>
        partsOf(cell)
          .filter((part) => is(cell, part))
          .map(({ amount }) => amount),
      ),
    );
    return { kind, day, expected, told };
  });
  const all = report.cells.flatMap((cell) => partsOf(cell).map((part) => ({ cell, part })));
  const beyond = all.filter(
    ({ cell, part }) => ![...places.values()].some(({ is }) => is(cell, part)),
  );
  return {
    faults,
    beyond: sum(beyond.map(({ part }) => size(part.amount))),
    notExplained: sum(
      report.groups.map((group) =>
        size(
          parseDollars(group.difference) -
            sum(group.causes.map(({ amount }) => parseDollars(amount))),
        ),
      ),
    ),
    unexplained: sum(report.totals.map((total) => parseDollars(total.unexplained))),
    plantedUnexplained: sum(
      truth.faults
        .filter(({ kind }) => kind === "unexplained")
        .map(({ picodollars }) => picodollars),
    ),
    total: {
      told: sum(spend.totals.map(({ cost }) => parseDollars(cost))),
      expected: sum(
        truth.bills
          .filter(({ edition }) => edition === "final")
          .map(({ picodollars }) => picodollars),
      ),
    },
  };
}

type Part = Readonly<{ cause: string; reason: string; amount: bigint }>;
const partsOf = ({ parts }: Cell): readonly Part[] =>
  parts.map((part) => ({ ...part, amount: parseDollars(part.amount) }));

type Place = {
  readonly kind: string;
  readonly day: string;
  expected: bigint;
  readonly is: (cell: Cell, part: Part) => boolean;
};

/** Where faults are to be told: several of one kind in one cell are one place. */
function placesOf({ faults, gaps, accelerators }: CompanyTruth): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const add = (key: string, place: Place): void => {
    const before = places.get(key);
    if (before === undefined) places.set(key, place);
    else before.expected += place.expected;
  };
  for (const fault of faults) {
    for (const { day, expected } of daysOf(fault)) {
      const { kind, bill, model, component } = fault;
      const provider = providerOf[bill];
      const [cause, reason] = reasonOf[kind] ?? [];
      add([kind, bill, day, model, component].join(" "), {
        kind,
        day,
        expected,
        is: (cell, part) =>
          part.cause === cause &&
          part.reason === reason &&
          isOfBill(cell, provider, cause) &&
          cell.start.slice(0, 10) === day &&
          (model === undefined || (cell.model === model && cell.component === component)),
      });
    }
  }
  for (const { bill, picodollars } of accelerators) {
    const [cause, reason] = reasonOf.accelerator ?? [];
    add(`accelerator ${bill}`, {
      kind: "accelerator",
      day: "",
      expected: picodollars,
      is: (cell, part) =>
        part.cause === cause && part.reason === reason && isOfBill(cell, providerOf[bill], cause),
    });
  }
  const faulty = faults.filter(({ kind }) => kind === "quantity");
  for (const { provider, day, model, picodollars } of gaps) {
    const isFaulty = (cell: Cell): boolean =>
      faulty.some(
        (fault) =>
          providerOf[fault.bill] === cell.provider &&
          fault.day === cell.start.slice(0, 10) &&
          fault.model === cell.model &&
          fault.component === cell.component,
      );
    add(["gap", provider, day, model].join(" "), {
      kind: "coverage",
      day,
      expected: picodollars,
      is: (cell, part) =>
        gapReasons.includes(part.reason) &&
        cell.provider === provider &&
        cell.start.slice(0, 10) === day &&
        cell.model === model &&
        !isFaulty(cell),
    });
  }
  return places;
}

/** A service that serves no model is of no provider of models. */
const isOfBill = (cell: Cell, provider: string | undefined, cause: string | undefined): boolean =>
  cell.provider === provider ||
  (cause === "non_usage" && cell.provider === null && provider === "bedrock");

/** A shift is told on both days. */
function daysOf({ day, billed_day, picodollars, moved_picodollars: moved }: Fault) {
  if (billed_day === undefined || moved === undefined) return [{ day, expected: picodollars }];
  return [
    { day, expected: -moved },
    { day: billed_day, expected: moved },
  ];
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
const sum = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);
