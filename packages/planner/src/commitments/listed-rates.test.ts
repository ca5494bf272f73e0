import { commitmentOfferSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { infrastructureBook } from "../infrastructure/infrastructure-book.ts";
import { withListedRates } from "./listed-rates.ts";

const DAY = "2026-11-29";
/** Constructed rates. */
const price = (term: string, dollars: string, more: object = {}) => ({
  ...{ sku: "g5.xlarge", term, dollars_per_hour: dollars, source: "list" },
  ...more,
});
const book = infrastructureBook([
  {
    standing: "imported",
    file: {
      provider: "aws",
      region: "us-east-1",
      sources: { list: { url: "constructed", read_on: "2026-11-20" } },
      prices: [
        price("on_demand", "1.00"),
        price("savings_plan_1y", "0.80"),
        price("ec2_savings_plan_1y", "0.75"),
        price("ec2_savings_plan_1y", "0.70", { payment: "all_upfront" }),
        price("reserved_3y", "0.50", { payment: "partial_upfront" }),
      ] as never,
    },
  },
]);
const offer = (more: object) =>
  commitmentOfferSchema.parse({ name: "one", kind: "savings_plan", term_months: 12, ...more });
const machine = { instance: "g5.xlarge" };

test("a savings plan's discount is its listed rate against the price on demand, by kind and payment, with the list's day", () => {
  const discounts = withListedRates(
    [
      offer({ service: "compute", machine }),
      offer({ service: "ec2_instance", machine }),
      offer({ service: "ec2_instance", machine: { ...machine, payment: "all_upfront" } }),
    ],
    book,
    DAY,
  );

  expect(discounts).toMatchObject([
    { discount: expect.closeTo(0.2, 12), read_on: "2026-11-20" },
    { discount: expect.closeTo(0.25, 12) },
    { discount: expect.closeTo(0.3, 12), source: expect.stringContaining("$0.70 of $1.00") },
  ]);
});

test("a reservation gets both of its prices; what is entered stands, and what no list has stays missing", () => {
  const [reserved, entered, unlisted] = withListedRates(
    [
      offer({
        kind: "reserved_instances",
        term_months: 36,
        instance: "g5.xlarge",
        machine: { ...machine, payment: "partial_upfront" },
      }),
      offer({ service: "compute", machine, discount: 0.5 }),
      offer({ service: "compute", machine: { ...machine, region: "eu-west-1" } }),
    ],
    book,
    DAY,
  );

  expect(reserved).toMatchObject({
    price: { dollars: "0.50", per: "hour", source: "constructed", read_on: "2026-11-20" },
    on_demand_price: { dollars: "1.00" },
  });
  expect(entered).toMatchObject({ discount: 0.5 });
  expect(unlisted).not.toHaveProperty("discount");
});
