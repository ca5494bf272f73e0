import type { PriceTerm } from "../infrastructure-price.ts";

/** A plan's price is of usage; of an hour of a machine are those of EC2's Linux machines and of SageMaker's endpoints. */
const machineUsages = [
  {
    service: "AmazonEC2",
    operation: /^RunInstances$/,
    usage: /(?:^|-)BoxUsage:(.+)$/,
    provider: "aws",
  },
  {
    service: "AmazonSageMaker",
    operation: /^RunInstance$/,
    usage: /(?:^|-)Host:(ml\..+)$/,
    provider: "sagemaker",
  },
] as const;

/** The machine whose hour a savings plan's rate is about; undefined for any other usage. */
export function machineOfUsage({
  service,
  operation,
  usageType,
}: Readonly<{ service: string; operation: string; usageType: string }>):
  | Readonly<{ provider: "aws" | "sagemaker"; sku: string }>
  | undefined {
  for (const known of machineUsages) {
    if (service !== known.service || !known.operation.test(operation)) continue;
    const sku = known.usage.exec(usageType)?.[1];
    if (sku !== undefined) return { provider: known.provider, sku };
  }
  return undefined;
}

/** The term of a kind of plan for one or three years; undefined for other lengths. EC2's own kind binds to a family. */
export function savingsPlanTerm(kind: string, years: number): PriceTerm | undefined {
  const isOfFamily = /^EC2Instance/.test(kind);
  if (years === 1) return isOfFamily ? "ec2_savings_plan_1y" : "savings_plan_1y";
  if (years === 3) return isOfFamily ? "ec2_savings_plan_3y" : "savings_plan_3y";
  return undefined;
}
