import type { BilledMachines } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { monthlyText, type Range } from "../findings/range.ts";
import { shownDollars } from "../plans/monthly-estimate.ts";
import { isStillThere } from "./is-still-there.ts";

const LEAST_DAYS = 14;

export type Endpoint = BilledMachines["endpoints"][number];

/**
 * Endpoints that were on and that nobody called, by the bill alone: AWS bills the data that goes in and out of each, and of these
 * it billed none. Only where the same account's bill has such lines of another endpoint in the same region: a bill without any does not tell.
 * Nor of those that are gone: there is nothing to stop.
 */
export function idleEndpoints(
  endpoints: readonly Endpoint[],
  range: Range,
  isMeasured: (resource: string) => boolean,
): readonly Endpoint[] {
  const place = ({ sub_account: account, region }: Endpoint): string => `${account} ${region}`;
  const told = new Set(endpoints.filter((one) => one.data_lines > 0).map(place));
  return endpoints.filter(
    (one) =>
      one.data_lines === 0 &&
      one.days >= LEAST_DAYS &&
      isStillThere(Date.parse(one.last), range) &&
      told.has(place(one)) &&
      !isMeasured(one.resource),
  );
}

/** What such endpoints cost a month. */
export const findIdleEndpoints = (idle: readonly Endpoint[], range: Range): readonly Finding[] =>
  idle.flatMap((endpoint): Finding[] => {
    const cost = parseDollars(endpoint.effective_cost);
    if (cost <= 0n) return [];
    const aMonth = monthlyText(cost, range);
    const name = endpoint.resource.slice(endpoint.resource.lastIndexOf(":") + 1);
    return [
      {
        kind: "idle-machine",
        phase: "infrastructure",
        scope: {},
        subject: endpoint.resource,
        title: `Stop ${name}: nothing went in or out of it in ${endpoint.days} days`,
        steps: [
          "Ask its owner, then delete the endpoint; its configuration and model stay and bring it back.",
          "To see its calls as well, import CloudWatch's metrics (headgate import).",
        ],
        dollars: { estimate: aMonth, low: null, high: null },
        savedInRange: endpoint.effective_cost,
        figures: [
          {
            what: "paid for it a month",
            value: shownDollars(toMicrodollars(parseDollars(aMonth))),
          },
          { what: "what it is", value: endpoint.meter },
          { what: "days on which it was on", value: String(endpoint.days) },
          { what: "lines of data in or out", value: "0" },
        ],
        confidence: {
          level: "low",
          reason:
            "From bills alone: AWS billed no data in or out of it, as it did for others. Whether it has to stand ready the bill does not tell.",
        },
        effortHours: 2,
        depth: "bills",
        plan: {
          range_basis: null,
          risks: ["An endpoint that stands ready for a failure is idle until then."],
          would_change: [
            "Where a commitment pays for it, stopping it saves only what the commitment then covers elsewhere.",
          ],
          sources: [],
          exports: [],
        },
      },
    ];
  });
