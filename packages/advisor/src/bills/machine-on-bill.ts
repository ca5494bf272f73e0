import { machineOfUsage } from "@headgate/planner";

/** AWS's descriptions name the machine where an export leaves its usage type out. */
const DESCRIBED = [
  { words: /\bon demand linux ([a-z0-9-]+\.[a-z0-9-]+) instance hour/i, provider: "aws" },
  { words: /\bhost\w*:? ?(ml\.[a-z0-9-]+\.[a-z0-9-]+)/i, provider: "sagemaker" },
] as const;

/** `USW2-SpotUsage:g5.xlarge`, and `SpotUsage:g5.xlarge` in us-east-1. */
const SPOT = /(?:^|-)SpotUsage:(.+)$/;
/** A usage type of another kind that names a machine: `USE1-Train:ml.p4d.24xlarge`, `DedicatedUsage:p4d.24xlarge`. */
const OTHER_USE = /:(?:ml\.)?[a-z][a-z0-9-]*\.[a-z0-9-]+$/;
/** With a licence in its hour: prices of lists are Linux's. */
const LICENSED = /\b(?:windows|rhel|red hat|suse|sql)\b/i;
const AWS = /^(?:aws\b|amazon\b)/i;

/** `not_read`: the bill says what it is, and nothing here reads that; `untold`: the bill does not say which machine. */
type OnBill =
  | Readonly<{
      kind: "machine";
      provider: "aws" | "sagemaker";
      sku: string;
      /** By its usage type; else the pricing category says how it was paid. */
      isSpot: boolean;
    }>
  | Readonly<{ kind: "not_read" }>
  | Readonly<{ kind: "untold" }>;

/** Which machine's hours a line of a bill is about, as price lists name it. */
export function machineOnBill({
  provider_name: seller,
  meter,
  description,
}: Readonly<{ provider_name: string; meter: string | null; description: string | null }>): OnBill {
  if (!AWS.test(seller) || LICENSED.test(description ?? "")) return { kind: "not_read" };
  const usageType = meter ?? "";
  const told =
    machineOfUsage({ service: "AmazonEC2", operation: "RunInstances", usageType }) ??
    machineOfUsage({ service: "AmazonSageMaker", operation: "RunInstance", usageType });
  if (told !== undefined) return { kind: "machine", ...told, isSpot: false };
  const spot = SPOT.exec(usageType)?.[1];
  if (spot !== undefined) return { kind: "machine", provider: "aws", sku: spot, isSpot: true };
  if (OTHER_USE.test(usageType)) return { kind: "not_read" };
  for (const { words, provider } of DESCRIBED) {
    const sku = words.exec(description ?? "")?.[1];
    if (sku !== undefined) return { kind: "machine", provider, sku, isSpot: false };
  }
  return { kind: "untold" };
}
