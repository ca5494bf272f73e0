import { parseDollars, picodollars } from "@headgate/money";
import { toMicrodollars } from "@headgate/planner";
import type { Range } from "../findings/range.ts";
import type { Endpoint } from "./find-idle-endpoints.ts";
import type { MachineOnBill } from "./hours-on-bill.ts";
import { machineOnBill } from "./machine-on-bill.ts";

const HOUR_MS = 3_600_000;

/**
 * Machines less the endpoints that are to be stopped, so that their dollars are promised once. An endpoint's lines do not tell how it
 * was paid: all of its effective cost is taken from what was paid on demand, which is too much rather than too little.
 */
export const withoutIdle = (
  machines: readonly MachineOnBill[],
  idle: readonly Endpoint[],
  range: Range,
): readonly MachineOnBill[] =>
  machines.map((machine): MachineOnBill => {
    const own = idle.filter((one) => one.region === machine.region && skuOf(one) === machine.sku);
    const cost = own.reduce((sum, { effective_cost: text }) => sum + parseDollars(text), 0n);
    if (cost <= 0n || machine.hours.onDemand <= 0) return machine;
    const hours = toMicrodollars(picodollars(cost)) / machine.microdollarsPerHour;
    const rangeHours = (Date.parse(range.to) - Date.parse(range.from)) / HOUR_MS;
    return {
      ...machine,
      hours: { ...machine.hours, onDemand: Math.max(0, machine.hours.onDemand - hours) },
      onDemandCost: machine.onDemandCost > cost ? machine.onDemandCost - cost : 0n,
      // Rounded up: what is to be stopped is not promised for.
      alwaysOnDemand: Math.max(0, machine.alwaysOnDemand - Math.ceil(hours / rangeHours - 1e-6)),
    };
  });

/** Endpoints are SageMaker's, and AWS alone has those. */
export const skuOf = ({ meter }: Endpoint): string | undefined => {
  const found = machineOnBill({ provider_name: "AWS", meter, description: null });
  return found.kind === "machine" ? found.sku : undefined;
};
