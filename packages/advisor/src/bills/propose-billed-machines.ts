import type { NotPlanned } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import type { Finding } from "../findings/advice-of-finding.ts";
import type { Range } from "../findings/range.ts";
import type { PlanFacts, Planned } from "../plans/plan-facts.ts";
import { findAlwaysOn } from "./find-always-on.ts";
import { findIdleEndpoints, idleEndpoints } from "./find-idle-endpoints.ts";
import { findOlderMachines, nameOfOlder, olderMachines } from "./find-older-machines.ts";
import { proposeSteadyMachines, type SteadyMachine } from "./find-steady-machines.ts";
import { hoursOnBill, type LeftLines } from "./hours-on-bill.ts";
import { skuOf, withoutIdle } from "./without-idle.ts";

const DAY_MS = 86_400_000;
const LEAST_DAYS = 14;
/** What a report answers at most. */
const MOST = 1_000;

/**
 * What machines on bills could do with less, where nothing was measured of them: endpoints that nobody called, older machines, and
 * promises for those that are always on. No dollar is in two: an idle endpoint is neither moved nor promised for, what should move is not
 * promised for, and where a commitment is recommended that is sized by the bill's machines (`isCommitted`) the others have no dollars.
 */
export async function proposeBilledMachines(
  {
    ledger,
    config,
    infrastructure,
    isDismissed,
  }: Pick<PlanFacts, "ledger" | "config" | "infrastructure" | "isDismissed">,
  range: Range,
  {
    isMeasured,
    isCommitted,
  }: Readonly<{ isMeasured: (resource: string) => boolean; isCommitted: boolean }>,
): Promise<Planned> {
  if (Date.parse(range.to) - Date.parse(range.from) < LEAST_DAYS * DAY_MS)
    return { findings: [], notPlanned: [] };
  const day = new Date(Date.parse(range.to) - 1).toISOString().slice(0, 10);
  const report = await ledger.report("billed-machines", {
    ...range,
    billing_currency: "USD",
    limit: MOST,
  });
  const { machines, untold, notRead } = hoursOnBill(report.machines, range);
  const idle = idleEndpoints(report.endpoints, range, isMeasured);
  const fleet = config.plans.fleet.machines;
  // Of machines that were measured more is known: the plan of machines has them.
  const measured = new Set(
    report.endpoints.filter(({ resource }) => isMeasured(resource)).map(skuOf),
  );
  const toStop = idle.filter(
    ({ resource }) => !isDismissed({ kind: "idle-machine", scope: {}, subject: resource }),
  );
  const own = withoutIdle(machines, toStop, range).filter(
    ({ sku }) => !measured.has(sku) && !fleet.some((one) => one.sku === sku),
  );
  const older = olderMachines(own, infrastructure, range, day);
  const toMove = older.filter(({ machine }) => !isDismissed(nameOfOlder(machine)));
  const steady = own
    .filter((machine) => !toMove.some((one) => one.machine === machine))
    .flatMap((machine): SteadyMachine[] =>
      machine.alwaysOnDemand > 0 ? [{ machine, count: machine.alwaysOnDemand }] : [],
    );
  // Offers for machines in the configuration are planned on the bill's hours of all of them.
  const isOffered = config.plans.commitments.offers.some(
    (offer) =>
      offer.kind === "savings_plan" &&
      (offer.service === "compute" || offer.service === "sagemaker"),
  );
  const promises = isOffered
    ? { findings: [], notPlanned: [] }
    : proposeSteadyMachines(steady, infrastructure, day);
  const isIdle = (resource: string): boolean => idle.some((one) => one.resource === resource);
  return {
    findings: [
      ...[...findIdleEndpoints(idle, range), ...findOlderMachines(older, range)].map((one) =>
        isCommitted ? withoutDollars(one) : one,
      ),
      ...promises.findings,
      ...(await findAlwaysOn(
        ledger,
        range,
        (resource) => isMeasured(resource) || isIdle(resource),
      )),
    ],
    notPlanned: [
      ...promises.notPlanned,
      ...notTold(untold),
      ...notReadYet(notRead),
      ...notLookedAt(report.machines_left_out, report.endpoints_left_out),
    ],
  };
}

/** Its dollars are in the demand that a recommended commitment takes over. */
const withoutDollars = (finding: Finding): Finding => ({
  ...finding,
  dollars: null,
  savedInRange: null,
  ...(finding.plan === undefined
    ? {}
    : {
        plan: {
          ...finding.plan,
          would_change: [
            "It has no dollars of its own: a commitment is recommended beside it that is sized by a demand with these hours in it. Do this first, and plan the commitment anew.",
            ...finding.plan.would_change,
          ],
        },
      }),
});

const shown = (cost: bigint): string =>
  `$${formatDollars(picodollars(cost)).replace(/(\.\d\d)\d*$/, "$1")}`;

function notTold({ lines, cost }: LeftLines): NotPlanned[] {
  if (lines === 0) return [];
  return [
    {
      kind: "commitment",
      subject: "machines on the bill",
      text: `${lines} lines of machines, ${shown(cost)}, do not tell which machine, where, for how many hours or how they were paid: nothing is planned for them.`,
      mend: "Export the bill with its usage type, region, quantity and pricing category (AWS: a Cost and Usage Report).",
    },
  ];
}

function notReadYet({ lines, cost }: LeftLines): NotPlanned[] {
  if (lines === 0) return [];
  return [
    {
      kind: "commitment",
      subject: "machines on the bill",
      text: `${lines} lines of machines, ${shown(cost)}, are not read: hours of EC2's Linux machines and of SageMaker's endpoints are, not those of other clouds, of training or notebooks, or with a licence in them.`,
      mend: null,
    },
  ];
}

const notLookedAt = (machines: number, endpoints: number): NotPlanned[] =>
  machines + endpoints === 0
    ? []
    : [
        {
          kind: "commitment",
          subject: "machines on the bill",
          text: `${machines} kinds of lines and ${endpoints} endpoints of the bill, the cheapest, were not looked at: at most ${MOST} of each are.`,
          mend: "Look at a shorter range.",
        },
      ];
