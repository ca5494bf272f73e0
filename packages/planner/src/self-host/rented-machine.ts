import type { NoPlan, PlanSource, SelfHostPlanRequest } from "@headgate/contract";
import type { InfrastructureBook } from "../infrastructure/infrastructure-book.ts";
import { machineOf } from "../infrastructure/machine-of.ts";
import { priceOfMachine } from "../infrastructure/price-of-machine.ts";
import { type Accelerator, acceleratorIds, acceleratorNamed } from "./accelerators.ts";
import { reason } from "./reason.ts";

type Reason = NoPlan["reasons"][number];

/** What is rented: its accelerators and its price, with where that comes from. */
export type RentedMachine = Readonly<{
  accelerator: Accelerator;
  /** Rented together; 1: by the piece. */
  count: number;
  dollarsPerHour: string;
  /** Bound for a year or more: its price does not fall. */
  isBound: boolean;
  spot?: Readonly<{
    share: number;
    dollarsPerHour: string;
    availability: number;
    reclaimsPerMonth: number;
  }>;
  sources: readonly PlanSource[];
}>;

/** The machine of a request with its prices on the day, or every reason why it has none. */
export function rentedMachine(
  request: SelfHostPlanRequest,
  infrastructure: InfrastructureBook,
  on: string,
): RentedMachine | Readonly<{ reasons: readonly Reason[] }> {
  return request.machine.kind === "stated"
    ? statedMachine(request, request.machine)
    : listedMachine(request, request.machine, infrastructure, on);
}

function statedMachine(
  { accelerator: name, spot }: SelfHostPlanRequest,
  machine: Extract<SelfHostPlanRequest["machine"], { kind: "stated" }>,
): RentedMachine | Readonly<{ reasons: readonly Reason[] }> {
  const reasons: Reason[] = [];
  const accelerator = name === undefined ? undefined : acceleratorNamed(name);
  if (accelerator === undefined) reasons.push(name === undefined ? noAccelerator() : unknown(name));
  if (Number(machine.dollars_per_hour) === 0) reasons.push(forNothing());
  if (spot !== undefined && spot.dollars_per_hour === undefined) reasons.push(noSpotPrice());
  if (accelerator === undefined || reasons.length > 0) return { reasons };
  return {
    accelerator,
    count: machine.accelerators,
    dollarsPerHour: machine.dollars_per_hour,
    isBound: false,
    ...spotOf(spot, spot?.dollars_per_hour),
    sources: [
      entered(`an hour of ${machine.accelerators} × ${accelerator.name}`, machine.dollars_per_hour),
      ...(spot?.dollars_per_hour === undefined
        ? []
        : [entered("the same on spare capacity", spot.dollars_per_hour)]),
    ],
  };
}

function listedMachine(
  { accelerator: name, spot }: SelfHostPlanRequest,
  machine: Extract<SelfHostPlanRequest["machine"], { kind: "listed" }>,
  infrastructure: InfrastructureBook,
  on: string,
): RentedMachine | Readonly<{ reasons: readonly Reason[] }> {
  const { provider, sku, region, term } = machine;
  const reasons: Reason[] = [];
  const sources: PlanSource[] = [];
  const hour = (paid: typeof term | "spot"): string | undefined => {
    const found = priceOfMachine(infrastructure, { provider, sku, region, term: paid }, on);
    if (found.kind === "unpriced") {
      reasons.push(reason("missing", paid === "spot" ? "spot" : "machine", found.text, found.mend));
      return undefined;
    }
    sources.push({
      what: `an hour of ${sku} at ${provider}, ${region}, ${paid}`,
      value: `$${found.price.dollarsPerHour}`,
      source: found.price.source,
      read_on: found.price.readOn,
      age_days: found.ageDays,
    });
    return found.price.dollarsPerHour;
  };
  const dollarsPerHour = hour(term);
  const spotPrice = spot === undefined ? undefined : (spot.dollars_per_hour ?? hour("spot"));
  const made = machineOf(infrastructure, provider, sku)?.accelerators;
  const accelerator = acceleratorNamed(made?.model ?? name ?? "");
  if (made === undefined && dollarsPerHour !== undefined) reasons.push(notMade(sku));
  else if (accelerator === undefined && made !== undefined) reasons.push(unknown(made.model));
  if (name !== undefined && accelerator !== undefined && acceleratorNamed(name) !== accelerator)
    reasons.push(otherAccelerator(sku, accelerator, name));
  if (accelerator === undefined || made === undefined || dollarsPerHour === undefined)
    return { reasons };
  if (reasons.length > 0) return { reasons };
  return {
    accelerator,
    count: made.count,
    dollarsPerHour,
    isBound: term !== "on_demand",
    ...spotOf(spot, spotPrice),
    sources,
  };
}

function spotOf(
  spot: SelfHostPlanRequest["spot"],
  dollarsPerHour: string | undefined,
): Pick<RentedMachine, "spot"> {
  if (spot === undefined || dollarsPerHour === undefined) return {};
  const { share, availability, reclaims_per_month: reclaimsPerMonth } = spot;
  return { spot: { share, availability, reclaimsPerMonth, dollarsPerHour } };
}

const entered = (what: string, dollars: string): PlanSource => ({
  what,
  value: `$${dollars}`,
  source: "entered by you",
  read_on: null,
  age_days: null,
});

const known = (): string => `Known are ${acceleratorIds().join(", ")}.`;

const noAccelerator = (): Reason =>
  reason("missing", "accelerator", "What the machine holds is not said.", known());

const unknown = (name: string): Reason =>
  reason(
    "missing",
    "accelerator",
    `"${name}" is no accelerator whose figures are known here.`,
    known(),
  );

const forNothing = (): Reason =>
  reason(
    "missing",
    "machine",
    "A machine for $0 an hour is no price.",
    "State what its hour costs; for your own machines, what they cost over their life ÷ its hours.",
  );

const noSpotPrice = (): Reason =>
  reason(
    "missing",
    "spot",
    "What an hour on spare capacity costs is not said.",
    "State spot.dollars_per_hour, or name a machine of the lists.",
  );

const notMade = (sku: string): Reason =>
  reason(
    "missing",
    "machine",
    `Which accelerators ${sku} holds is not known.`,
    "State the machine's price and accelerators yourself.",
  );

const otherAccelerator = (sku: string, { id }: Accelerator, name: string): Reason =>
  reason(
    "contradiction",
    "accelerator",
    `${sku} holds ${id}, not ${name}.`,
    "Leave the accelerator out, or name another machine.",
  );
