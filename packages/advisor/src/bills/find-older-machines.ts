import { parseDollars, picodollars } from "@headgate/money";
import {
  type InfrastructureBook,
  type Successor,
  successorOf,
  toMicrodollars,
} from "@headgate/planner";
import type { Finding, FindingName } from "../findings/advice-of-finding.ts";
import { monthlyText, type Range } from "../findings/range.ts";
import { percent } from "../plans/demand-left.ts";
import { dollarsOf, shownDollars } from "../plans/monthly-estimate.ts";
import type { MachineOnBill } from "./hours-on-bill.ts";
import { isStillThere } from "./is-still-there.ts";

const LEAST_PER_MONTH = 20e6;

type OlderMachine = Readonly<{ machine: MachineOnBill; successor: Successor }>;

/** Machines on demand until the end of a bill for which there is a cheaper one that has no less memory and is about as fast. */
export const olderMachines = (
  machines: readonly MachineOnBill[],
  book: InfrastructureBook,
  range: Range,
  day: string,
): readonly OlderMachine[] =>
  machines.flatMap((machine): OlderMachine[] => {
    const { hours, lastMs } = machine;
    if (hours.onDemand <= 0 || lastMs === undefined || !isStillThere(lastMs, range)) return [];
    const successor = successorOf(book, machine, day);
    return successor === undefined ? [] : [{ machine, successor }];
  });

/** What the finding of such a machine is told from others by. */
export const nameOfOlder = ({ sku, region }: MachineOnBill) =>
  ({ kind: "right-size", scope: {}, subject: `${sku} ${region} older` }) satisfies FindingName;

/** What the same hours of the cheaper machine would cost, at its list price on demand. */
export const findOlderMachines = (
  older: readonly OlderMachine[],
  range: Range,
): readonly Finding[] =>
  older.flatMap(({ machine, successor }): Finding[] => {
    const { candidate, times } = successor;
    const paid = toMicrodollars(
      parseDollars(monthlyText(picodollars(machine.onDemandCost), range)),
    );
    const saving = paid * (1 - candidate.microdollarsPerHour / machine.microdollarsPerHour);
    if (saving < LEAST_PER_MONTH) return [];
    const { sku } = candidate.machine;
    const { price, ageDays } = candidate.price;
    const hoursAMonth = (paid / machine.microdollarsPerHour).toFixed(0);
    return [
      {
        ...nameOfOlder(machine),
        phase: "infrastructure",
        title: `Run on ${sku} what runs on ${machine.sku} in ${machine.region}: it has no less memory, at most a tenth less speed by the makers' sheets, and costs ${percent(1 - candidate.microdollarsPerHour / machine.microdollarsPerHour)} less an hour`,
        steps: [
          "Try the work on one: drivers, images and compiled kernels of an older accelerator may have to be built anew.",
          "Move the rest, and let no commitment for the old family be renewed.",
        ],
        dollars: { estimate: dollarsOf(saving), low: null, high: null },
        savedInRange: null,
        figures: [
          { what: "hours on demand a month", value: hoursAMonth },
          { what: "an hour now, as billed", value: shownDollars(machine.microdollarsPerHour) },
          { what: `an hour of ${sku}`, value: `$${price.dollarsPerHour}` },
          { what: "age of that price", value: `${ageDays} days` },
          {
            what: "memory, its speed and arithmetic of all accelerators, of today's",
            value: `${times.memory.toFixed(2)} ×, ${times.bandwidth.toFixed(2)} ×, ${times.arithmetic.toFixed(2)} ×`,
          },
        ],
        confidence: {
          level: "low",
          reason:
            "From bills alone, and the makers' sheets: how busy it is and whether the work runs on the other the bill does not tell.",
        },
        effortHours: 16,
        depth: "bills",
        plan: {
          range_basis: null,
          risks: ["Speeds are of sheets; servers reach a part of them."],
          would_change: [
            `It no longer pays where ${sku} costs ${shownDollars(machine.microdollarsPerHour)} an hour, or a discount holds for the one and not for the other.`,
          ],
          sources: [
            {
              what: `${sku}, ${machine.region}, on_demand`,
              value: `$${price.dollarsPerHour} an hour`,
              source: price.source,
              read_on: price.readOn,
              age_days: ageDays,
            },
          ],
          exports: [],
        },
      },
    ];
  });
