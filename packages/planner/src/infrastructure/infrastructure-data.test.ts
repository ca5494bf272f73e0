import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { builtInInfrastructure } from "./built-in-infrastructure.ts";
import { infrastructureBook, spotKey } from "./infrastructure-book.ts";
import { machineOf } from "./machine-of.ts";
import { priceOfMachine } from "./price-of-machine.ts";

const TODAY = "2026-11-29";
const files = builtInInfrastructure();
const book = infrastructureBook(files);
const all = [...book.prices.values()].flat();
const hour = (sku: string, term = "on_demand", on = TODAY) =>
  priceOfMachine(book, { provider: "aws", sku, region: "us-east-1", term: term as "spot" }, on);

test("every price of ours names an address and a day that is not to come", () => {
  for (const price of all) {
    expect(price.source).toMatch(/^https:\/\//);
    expect(price.readOn <= TODAY).toBe(true);
  }
});

test("an accelerator's hour costs between 0.1 and 20 dollars, on demand", () => {
  const odd = all.flatMap((price) => {
    const chips = machineOf(book, price.provider, price.sku)?.accelerators?.count;
    if (chips === undefined || price.term !== "on_demand") return [];
    const each = Number(price.dollarsPerHour) / chips;
    return each >= 0.1 && each <= 20 ? [] : [`${price.sku}: ${each}`];
  });
  expect(odd).toEqual([]);
});

test("spot and reserved hours are cheaper than on demand of the same day", () => {
  for (const price of all) {
    if (price.term === "on_demand" || price.provider !== "aws") continue;
    const whole = hour(price.sku, "on_demand", price.readOn);
    if (whole.kind !== "priced") throw new Error(`${price.sku} has no price on ${price.readOn}`);
    expect(parseDollars(price.dollarsPerHour)).toBeLessThan(
      parseDollars(whole.price.dollarsPerHour),
    );
  }
});

test("all machines of AWS whose hour has a price are known, and of neoclouds those that are not are named", () => {
  const unknown = all.filter((price) => machineOf(book, price.provider, price.sku) === undefined);
  expect([...new Set(unknown.map((price) => price.provider))].sort()).toEqual([
    "coreweave",
    "runpod",
  ]);
});

test("P5 cost 98.32 dollars an hour before June 2025 and 55.04 since", () => {
  expect(hour("p5.48xlarge", "on_demand", "2025-01-31")).toMatchObject({
    kind: "priced",
    price: { dollarsPerHour: "98.32" },
  });
  expect(hour("p5.48xlarge")).toMatchObject({
    kind: "priced",
    price: { dollarsPerHour: "55.04", readOn: "2026-11-09" },
    ageDays: 20,
  });
});

test("a spot price is the on-demand price of the Spot Advisor's day, less its percentage, exactly", () => {
  expect(hour("g5.xlarge", "spot")).toMatchObject({
    kind: "priced",
    price: { dollarsPerHour: "0.41246", readOn: "2025-06-28" },
  });
  expect(book.spot.get(spotKey("aws", "g5.xlarge", "us-east-1"))?.interruption).toBe(">20%");
});

test("what no list says is unpriced, with the reason and what to do", () => {
  expect(hour("trn2.48xlarge")).toMatchObject({ kind: "unpriced", why: "machine_unknown" });
  expect(hour("g5.xlarge", "savings_plan_1y")).toMatchObject({ why: "term_unknown" });
  const p5 = { provider: "sagemaker", sku: "ml.p5.48xlarge", region: "us-east-1" } as const;
  const answer = priceOfMachine(book, { ...p5, term: "on_demand" }, TODAY);
  expect(answer).toMatchObject({ kind: "unpriced", why: "ended" });
  expect(answer.kind === "unpriced" && answer.mend).toContain("headgate plan prices import");
});

test("an endpoint's machine is the one that its name has after ml.", () => {
  expect(machineOf(book, "sagemaker", "ml.g5.12xlarge")).toMatchObject({
    provider: "sagemaker",
    sku: "ml.g5.12xlarge",
    accelerators: { model: "a10g", count: 4 },
  });
});
