import type { BilledMachines } from "@headgate/contract";
import { parseDollars, picodollars, ZERO } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import type { Range } from "../findings/range.ts";
import { machineOnBill } from "./machine-on-bill.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS = /^(?:1 )?(?:hrs?|hours?)$/i;

/** Hours of one kind of machine in a region, as bills have them. */
export type MachineOnBill = Readonly<{
  provider: "aws" | "sagemaker";
  sku: string;
  region: string;
  /** Hours by how they were paid. */
  hours: Readonly<{ onDemand: number; covered: number; spot: number }>;
  /** What was paid on demand for the range, exact. */
  onDemandCost: bigint;
  /** An hour on demand, as the bill has it, in microdollars. */
  microdollarsPerHour: number;
  /** So many were on and paid on demand at all times of the range, by the bill's own periods; 0 where not even one was. */
  alwaysOnDemand: number;
  /** How long the bill's periods are. Longer than an hour: what happens within one it does not tell. */
  periodMs: number;
  /** The end of the last period with hours on demand; undefined where there are none. */
  lastMs: number | undefined;
}>;

/** Lines of which no hours are known, and what was paid for them. */
export type LeftLines = Readonly<{ lines: number; cost: bigint }>;

type HoursOnBill = Readonly<{
  machines: readonly MachineOnBill[];
  /** Machines of which the bill does not tell the name, the region or the hours. */
  untold: LeftLines;
  /** What is told and not read here: other clouds, other services' hours, machines with a licence. */
  notRead: LeftLines;
}>;

/** Hours of machines out of a report, by machine and region. */
export function hoursOnBill(rows: BilledMachines["machines"], range: Range): HoursOnBill {
  const groups = new Map<string, Told[]>();
  let untold: LeftLines = { lines: 0, cost: 0n };
  let notRead: LeftLines = { lines: 0, cost: 0n };
  for (const row of rows) {
    if (isNegation(row)) continue;
    const told = toldOf(row);
    if (told === "untold") untold = withRow(untold, row);
    else if (told === "not_read") notRead = withRow(notRead, row);
    else {
      const key = `${told.provider} ${told.sku} ${told.region}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [told]);
      else known.push(told);
    }
  }
  return {
    machines: [...groups.values()].flatMap((told) => machineOf(told, range)),
    untold,
    notRead,
  };
}

const withRow = ({ lines, cost }: LeftLines, row: Row): LeftLines => ({
  lines: lines + row.lines,
  cost: cost + parseDollars(row.effective_cost),
});

/** AWS takes back with a line of its own (SavingsPlanNegation) what a savings plan pays: the covered line beside it has the hours. */
const isNegation = (row: Row): boolean =>
  row.pricing_category === null && row.quantity === null && parseDollars(row.effective_cost) <= 0n;

type Row = BilledMachines["machines"][number];
type Told = Readonly<{
  provider: "aws" | "sagemaker";
  sku: string;
  region: string;
  row: Row;
  hours: number;
  paid: "onDemand" | "covered" | "spot";
}>;

function toldOf(row: Row): Told | "untold" | "not_read" {
  const machine = machineOnBill(row);
  if (machine.kind !== "machine") return machine.kind;
  const paid = machine.isSpot ? "spot" : PAID_BY_CATEGORY.get(row.pricing_category);
  if (
    paid === undefined ||
    row.region === null ||
    row.quantity === null ||
    !HOURS.test(row.unit ?? "")
  ) {
    return "untold";
  }
  const { provider, sku } = machine;
  return { provider, sku, region: row.region, row, hours: Number(row.quantity), paid };
}

/** By FOCUS's PricingCategory; what it does not name is not told. */
const PAID_BY_CATEGORY: ReadonlyMap<string | null, Told["paid"]> = new Map([
  ["Standard", "onDemand"],
  ["Committed", "covered"],
  ["Dynamic", "spot"],
]);

function machineOf(told: readonly Told[], range: Range): MachineOnBill[] {
  const [first] = told;
  if (first === undefined) return [];
  const hoursOf = (paid: Told["paid"]): number =>
    told.filter((one) => one.paid === paid).reduce((sum, { hours }) => sum + hours, 0);
  const onDemand = told.filter(({ paid }) => paid === "onDemand");
  const cost = picodollars(
    onDemand.reduce((sum, { row }) => sum + parseDollars(row.effective_cost), 0n as bigint),
  );
  const hours = hoursOf("onDemand");
  const [longest] = [...onDemand].sort((one, other) => other.hours - one.hours);
  return [
    {
      provider: first.provider,
      sku: first.sku,
      region: first.region,
      hours: { onDemand: hours, covered: hoursOf("covered"), spot: hoursOf("spot") },
      onDemandCost: cost,
      microdollarsPerHour: hours > 0 ? toMicrodollars(cost) / hours : toMicrodollars(ZERO),
      // Lines of another description or period are other hours: of the largest group alone it is known that they do not overlap.
      alwaysOnDemand: longest === undefined ? 0 : alwaysOn(longest.row, range),
      periodMs: longest === undefined ? 0 : longest.row.period_ms,
      lastMs:
        onDemand.length === 0
          ? undefined
          : Math.max(...onDemand.map(({ row }) => Date.parse(row.last))),
    },
  ];
}

/** The first and the last day of a bill may be parts of days. */
const EDGES_MS = 2 * DAY_MS;

function alwaysOn(
  { periods, period_ms: periodMs, least_quantity: least, first, last }: Row,
  range: Range,
): number {
  const span = Date.parse(range.to) - Date.parse(range.from);
  const told = Date.parse(last) - Date.parse(first);
  const isWhole = told >= span - EDGES_MS && periods * periodMs >= told;
  // A line of more than a day says nothing of when within it.
  if (!isWhole || periodMs <= 0 || periodMs > DAY_MS || least === null) return 0;
  return Math.floor(Number(least) / (periodMs / HOUR_MS) + 1e-6);
}
