import type { PaymentOption } from "@headgate/contract";

/**
 * How a machine's time is paid for. Reserved terms and savings plans are given by their effective price an hour.
 * `savings_plan_…` is the plan for all machines (Compute, and SageMaker's for its endpoints), `ec2_savings_plan_…` the one for a
 * family of machines in a region.
 */
export const priceTerms = [
  "on_demand",
  "spot",
  "reserved_1y",
  "reserved_3y",
  "savings_plan_1y",
  "savings_plan_3y",
  "ec2_savings_plan_1y",
  "ec2_savings_plan_3y",
] as const;
export type PriceTerm = (typeof priceTerms)[number];

/** One dated price of an hour of a machine. */
export type InfrastructurePrice = Readonly<{
  /** `aws`, `sagemaker` (its endpoints), `azure`, `gcp`, or a neocloud's own name in lower case. */
  provider: string;
  /** As the provider calls it: `p5.48xlarge`, `ml.g5.xlarge`. */
  sku: string;
  region: string;
  term: PriceTerm;
  /** Absent where nothing is paid in advance, and where a list does not say. What is paid at the start is in the price of an hour. */
  payment?: PaymentOption;
  /** Dollars as a decimal text. */
  dollarsPerHour: string;
  /** Days: from inclusive, to exclusive; a price that still holds has no end. */
  validFrom?: string;
  validTo?: string;
  source: string;
  /** The day on which it was read there. */
  readOn: string;
}>;

/** What a machine is made of. */
export type Machine = Readonly<{
  provider: string;
  sku: string;
  vcpus: number;
  memoryGib: number;
  /** Absent of machines without. `model` is a key of the accelerators' table. */
  accelerators?: Readonly<{ model: string; count: number; memoryGibEach: number }>;
  architecture: "x86_64" | "arm64";
  source: string;
  readOn: string;
}>;
