import type { FleetMachine } from "@headgate/contract";
import type { MeasuredHour } from "./machine-load.ts";

/** A measured hour with what its device and its work are called. */
export type NamedHour = MeasuredHour &
  Readonly<{ hardware: string | null; workload: string | null }>;

/** Whether a measurement is one of a machine's: by what its owner says, by what scales it, or by its name. */
export function isOf(owned: FleetMachine, hour: NamedHour): boolean {
  const { gauges, target, name } = owned;
  if (gauges?.resources?.includes(hour.resource) === true) return true;
  if (gauges?.workload !== undefined) return hour.workload === gauges.workload;
  if (gauges?.resources !== undefined || hour.workload === null) return false;
  switch (target?.kind) {
    case "sagemaker_variant":
      return `${hour.resource}/`.startsWith(`${target.endpoint}/${target.variant}/`);
    case "sagemaker_inference_component":
      return hour.workload === target.component;
    case "kubernetes_deployment":
      return isPodOf(target, hour.workload);
    case "auto_scaling_group":
    case undefined:
      return hour.workload === name;
    default:
      return target satisfies never;
  }
}

/** What Kubernetes makes names of: letters without vowels, and digits that look like none (apimachinery's `rand.SafeEncodeString`). */
const MADE = "[bcdfghjklmnpqrstvwxz2456789]";
const HASH_AND_POD = new RegExp(`^${MADE}{1,10}-${MADE}{5}$`);
/** A pod's name has 63 letters at most: of a longer one the hash is cut, with the hyphen behind it. */
const CUT_HASH_AND_POD = new RegExp(`^${MADE}{5,15}$`);
const MOST_LETTERS = 63;

/** A pod is called after its deployment, with its template's hash and a part of its own behind: another's name goes on otherwise. */
function isPodOf(
  { namespace, deployment }: Readonly<{ namespace: string; deployment: string }>,
  workload: string,
): boolean {
  const before = `${namespace}/${deployment}-`;
  if (!workload.startsWith(before)) return false;
  const behind = workload.slice(before.length);
  const isCut = workload.length - `${namespace}/`.length === MOST_LETTERS;
  return HASH_AND_POD.test(behind) || (isCut && CUT_HASH_AND_POD.test(behind));
}

/** Endpoints of SageMaker that were measured and name their machines: a fleet where its owner entered none. */
export function fleetOf(measured: readonly NamedHour[]): readonly FleetMachine[] {
  const found = new Map<string, FleetMachine>();
  for (const { workload, hardware } of measured) {
    if (workload === null || hardware === null || !hardware.startsWith("ml.")) continue;
    found.set(workload, {
      name: workload,
      provider: "sagemaker",
      sku: hardware,
      count: 1,
      term: "on_demand",
      may_stop: true,
    });
  }
  return [...found.values()];
}
