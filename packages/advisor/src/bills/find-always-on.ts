import type { LedgerStore } from "@headgate/ledger";
import { parseDollars, picodollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { monthlyText, type Range } from "../findings/range.ts";
import { shownDollars } from "../plans/monthly-estimate.ts";

const DAY_MS = 86_400_000;
const LEAST_DAYS = 14;
/** The bill names so many resources of each range. */
const MOST = 20;
/** A day on which a machine was off for an hour costs more than this less. */
const EVEN = 0.03;
/** Ten hours on five days, of the 168 of a week. */
const OFFICE_HOURS = 50 / 168;
const LEAST_PER_MONTH = 100e6;

/**
 * Machines that serve, which the bill says were on all day every day. Whether anybody asked them anything it does not say, so
 * there are no dollars: only what there is to look at. Those that were measured are judged by what was measured.
 */
export async function findAlwaysOn(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
  isMeasured: (resource: string) => boolean,
): Promise<readonly Finding[]> {
  const days = Math.round((Date.parse(range.to) - Date.parse(range.from)) / DAY_MS);
  if (days < LEAST_DAYS) return [];
  const { rows } = await ledger.report("bill-over-time", {
    ...range,
    grain: "day",
    by: "resource",
    limit: MOST,
    category: "accelerators_serving",
    charge_category: "usage",
    billing_currency: "USD",
  });
  const byResource = new Map<string, bigint[]>();
  for (const { group, is_other: isOther, effective_cost: cost } of rows) {
    if (group === null || isOther || isMeasured(group)) continue;
    const known = byResource.get(group);
    if (known === undefined) byResource.set(group, [parseDollars(cost)]);
    else known.push(parseDollars(cost));
  }
  return [...byResource].flatMap(([resource, costs]): Finding[] => {
    // The first and the last day of a bill may be parts of days.
    if (costs.length < days - 1 || !isEven(costs.slice(1, -1))) return [];
    const sum = picodollars(costs.reduce((all, cost) => all + cost, 0n));
    const aMonth = monthlyText(sum, range);
    const microdollars = toMicrodollars(parseDollars(aMonth));
    if (microdollars < LEAST_PER_MONTH) return [];
    return [
      {
        kind: "idle-machine",
        phase: "infrastructure",
        scope: {},
        subject: resource,
        title: `Find out whether ${nameOf(resource)} must be on all day`,
        steps: [
          "Import what was measured of it: CloudWatch's or DCGM's metrics (headgate import). What it could do with less is then worked out.",
        ],
        dollars: null,
        savedInRange: null,
        figures: [
          { what: "paid for it a month", value: shownDollars(microdollars) },
          {
            what: "at most less a month, if it were on in office hours alone",
            value: shownDollars(microdollars * (1 - OFFICE_HOURS)),
          },
          { what: "days that cost the same", value: String(costs.length) },
        ],
        confidence: {
          level: "low",
          reason:
            "There was the bill alone: it says what was paid, not whether anybody asked it anything.",
        },
        effortHours: 2,
        depth: "bills",
      },
    ];
  });
}

function isEven(costs: readonly bigint[]): boolean {
  const numbers = costs.map(Number);
  const most = Math.max(...numbers);
  return most > 0 && Math.min(...numbers) >= most * (1 - EVEN);
}

/** The last part of an ARN, with what it is. */
const nameOf = (resource: string): string =>
  resource.startsWith("arn:") ? resource.slice(resource.lastIndexOf(":") + 1) : resource;
