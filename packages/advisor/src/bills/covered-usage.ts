import type { LedgerStore, Reports } from "@headgate/ledger";
import { type Picodollars, parseDollars, picodollars, ZERO } from "@headgate/money";

/** Spot, as FOCUS calls it: no commitment covers it. */
const SPOT = "Dynamic";
/** FOCUS has four pricing categories. */
const MOST_CATEGORIES = 20;

export type UsageQuery = Omit<
  Reports["bill-over-time"]["query"],
  "by" | "limit" | "charge_category" | "commitment_status"
>;

/** Machines of which service: savings plans cover either those of SageMaker or those of others. */
export type MachineService = "sagemaker" | "other";
const SAGEMAKER = /sagemaker/i;
/** What a report answers at most; of services a bill has a handful. */
const MOST_SERVICES = 1_000;

/** Usage that commitments paid for. */
export type CoveredUsage = Readonly<{
  lines: number;
  /** What it would cost on demand, over the lines that tell it. */
  listCost: Picodollars;
  linesWithoutListCost: number;
}>;

export const addCovered = (all: readonly CoveredUsage[]): CoveredUsage => ({
  lines: all.reduce((sum, { lines }) => sum + lines, 0),
  listCost: picodollars(all.reduce((sum, { listCost }) => sum + listCost, 0n)),
  linesWithoutListCost: all.reduce((sum, each) => sum + each.linesWithoutListCost, 0),
});

type UsageAt = Readonly<{ start: string; cost: Picodollars }>;

/**
 * What usage costs on demand by the time, oldest first: what no commitment covers at its effective cost, without spot; what one
 * covers at its list cost where it is `counted`, for its effective cost is what the commitment costs. Where it is `left_out`
 * its times are there all the same, at nothing.
 */
export async function usageOnDemand(
  ledger: Pick<LedgerStore, "report">,
  { service, ...query }: UsageQuery & Readonly<{ service?: MachineService }>,
  covered: "counted" | "left_out",
): Promise<Readonly<{ rows: readonly UsageAt[]; covered: CoveredUsage }>> {
  const usage = { ...query, charge_category: "usage" } as const;
  const own: Row[] = [];
  const used: Row[] = [];
  for (const of of service === undefined ? [{}] : await servicesOf(ledger, usage, service)) {
    const uncovered = await ledger.report("bill-over-time", {
      ...usage,
      ...of,
      commitment_status: "",
      by: "pricing_category",
      limit: MOST_CATEGORIES,
    });
    const paid = await ledger.report("bill-over-time", {
      ...usage,
      ...of,
      commitment_status: "used",
      limit: 1,
    });
    own.push(...uncovered.rows);
    used.push(...paid.rows);
  }
  const costAt = new Map<string, bigint>();
  const add = (start: string, cost: bigint): void => {
    const known = costAt.get(start);
    costAt.set(start, known === undefined ? cost : known + cost);
  };
  for (const { start, group, effective_cost: cost } of own) {
    if (group !== SPOT) add(start, parseDollars(cost));
  }
  for (const { start, list_cost: cost } of used) {
    add(start, covered === "counted" ? parseDollars(cost) : ZERO);
  }
  return {
    rows: [...costAt]
      .map(([start, cost]) => ({ start, cost: picodollars(cost) }))
      .sort((one, other) => Date.parse(one.start) - Date.parse(other.start)),
    covered: {
      lines: used.reduce((sum, { lines }) => sum + lines, 0),
      listCost: picodollars(
        used.reduce((sum, { list_cost: cost }) => sum + parseDollars(cost), 0n),
      ),
      linesWithoutListCost: used.reduce(
        (sum, { lines_without_list_cost: lines }) => sum + lines,
        0,
      ),
    },
  };
}

type Row = Reports["bill-over-time"]["result"]["rows"][number];

/** The names that bills have for a service, as filters; lines that name none are of others than SageMaker. */
async function servicesOf(
  ledger: Pick<LedgerStore, "report">,
  { grain: _grain, ...usage }: UsageQuery & Readonly<{ charge_category: "usage" }>,
  service: MachineService,
): Promise<readonly Readonly<{ service_name: string }>[]> {
  const { rows } = await ledger.report("bill-by", {
    ...usage,
    by: "service_name",
    limit: MOST_SERVICES,
  });
  return rows
    .map(({ group }) => ({ service_name: group ?? "" }))
    .filter(({ service_name: name }) => SAGEMAKER.test(name) === (service === "sagemaker"));
}
