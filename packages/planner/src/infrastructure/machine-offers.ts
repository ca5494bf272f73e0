import { type PaymentOption, paymentOptions } from "@headgate/contract";
import type { InfrastructureBook } from "./infrastructure-book.ts";
import type { PriceTerm } from "./infrastructure-price.ts";
import { type MachinePrice, priceOfMachine } from "./price-of-machine.ts";

/** What a promise binds to: what it still pays for when the machine changes. */
type Binding = "any_machine" | "family_in_region" | "machine_in_region";

const terms = {
  savings_plan_1y: { kind: "savings_plan", months: 12 },
  savings_plan_3y: { kind: "savings_plan", months: 36 },
  ec2_savings_plan_1y: { kind: "ec2_savings_plan", months: 12 },
  ec2_savings_plan_3y: { kind: "ec2_savings_plan", months: 36 },
  reserved_1y: { kind: "reserved", months: 12 },
  reserved_3y: { kind: "reserved", months: 36 },
} as const satisfies Partial<Record<PriceTerm, object>>;
type PromisedTerm = keyof typeof terms;
const promisedTerms = Object.keys(terms) as PromisedTerm[];

/** A way to pay for a machine's hours in advance, at a dated price. */
export type MachineOffer = Readonly<{
  term: PromisedTerm;
  payment: PaymentOption;
  months: 12 | 36;
  binding: Binding;
  /** `EC2 instance savings plan of one year for g5 in us-east-1, partly paid at the start`. */
  name: string;
  /** Dollars an hour as a decimal text, what is paid at the start in it. */
  dollarsPerHour: string;
  price: Extract<MachinePrice, { kind: "priced" }>;
}>;

/** Every promise for hours of a machine that a list has a price of on a day, in the order of the terms. */
export function machineOffers(
  book: InfrastructureBook,
  machine: Readonly<{ provider: string; sku: string; region: string }>,
  day: string,
): readonly MachineOffer[] {
  return promisedTerms.flatMap((term) =>
    paymentOptions.flatMap((payment): MachineOffer[] => {
      const { provider, sku, region } = machine;
      const price = priceOfMachine(book, { provider, sku, region, term, payment }, day);
      if (price.kind !== "priced") return [];
      const { months } = terms[term];
      return [
        {
          ...{ term, payment, months, price },
          binding: bindingOf(term),
          name: `${nameOf(term, machine)} of ${months === 12 ? "one year" : "three years"}${paid[payment]}`,
          dollarsPerHour: price.price.dollarsPerHour,
        },
      ];
    }),
  );
}

const paid = {
  no_upfront: "",
  partial_upfront: ", partly paid at the start",
  all_upfront: ", all paid at the start",
} as const satisfies Record<PaymentOption, string>;

const bindingOf = (term: PromisedTerm): Binding => {
  switch (terms[term].kind) {
    case "savings_plan":
      return "any_machine";
    case "ec2_savings_plan":
      return "family_in_region";
    case "reserved":
      return "machine_in_region";
  }
};

function nameOf(
  term: PromisedTerm,
  { provider, sku, region }: Readonly<{ provider: string; sku: string; region: string }>,
): string {
  switch (terms[term].kind) {
    case "savings_plan":
      return provider === "sagemaker"
        ? "SageMaker savings plan"
        : provider === "aws"
          ? "compute savings plan"
          : "savings plan";
    case "ec2_savings_plan":
      return `EC2 instance savings plan for ${familyOf(sku)} in ${region}`;
    case "reserved":
      return `reservation of ${sku} in ${region}`;
  }
}

/** `g5` of `g5.xlarge`, `ml.g5` of `ml.g5.xlarge`. */
const familyOf = (sku: string): string => sku.slice(0, Math.max(sku.lastIndexOf("."), 0)) || sku;
