import { type InfrastructureBook, machineKey } from "./infrastructure-book.ts";
import type { Machine } from "./infrastructure-price.ts";

/**
 * What a machine is made of; undefined where no list has it. A SageMaker endpoint runs on the EC2 machine that its
 * name has after `ml.`.
 */
export function machineOf(
  book: InfrastructureBook,
  provider: string,
  sku: string,
): Machine | undefined {
  const known = book.machines.get(machineKey(provider, sku));
  if (known !== undefined || provider !== "sagemaker" || !sku.startsWith("ml.")) return known;
  const below = book.machines.get(machineKey("aws", sku.slice("ml.".length)));
  return below === undefined ? undefined : { ...below, provider, sku };
}
