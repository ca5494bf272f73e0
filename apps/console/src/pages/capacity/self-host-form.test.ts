import { type InfrastructurePricesResponse, selfHostPlanRequest } from "@headgate/contract";
import { expect, test } from "vitest";
import { firstForm, formFaults, machineChoices, selfHostAsk } from "./self-host-form.ts";

const span = { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 29) };
const price = (
  over: Partial<InfrastructurePricesResponse["prices"][number]>,
): InfrastructurePricesResponse["prices"][number] => ({
  provider: "aws",
  sku: "p5.48xlarge",
  region: "us-east-1",
  term: "on_demand",
  payment: "no_upfront",
  dollars_per_hour: "55.040000000000",
  accelerators: "8 × h100",
  standing: "built_in",
  source: "a list",
  read_on: "2026-11-20",
  age_days: 9,
  others: [],
  ...over,
});

test("the form at first wants the GPU's price alone", () => {
  expect(Object.keys(formFaults(firstForm))).toEqual(["gpuHour"]);
});

test("each field that cannot be read is named", () => {
  const form = { ...firstForm, traffic: "stated", gpuHour: "cheap", promptTokens: "-1" } as const;

  expect(Object.keys(formFaults(form))).toEqual([
    "gpuHour",
    "callsPerDay",
    "promptTokens",
    "answerTokens",
  ]);
});

test("a filled form is a question that the API takes", () => {
  const ledger = { ...firstForm, gpuHour: "2.95", ledgerModel: " gpt-4o " };
  const stated = {
    ...ledger,
    traffic: "stated",
    callsPerDay: "500000",
    promptTokens: "1200",
    answerTokens: "250",
  } as const;

  expect(selfHostPlanRequest.parse(selfHostAsk(ledger, span, []))).toMatchObject({
    demand: { kind: "history", filter: { model: "gpt-4o" } },
    accelerator: "h100",
    machine: { kind: "stated", dollars_per_hour: "2.95", accelerators: 1 },
    costs: { operations_per_month: "12500" },
  });
  expect(selfHostPlanRequest.parse(selfHostAsk(stated, span, []))).toMatchObject({
    demand: { kind: "stated", calls_per_day: 500_000, prompt_tokens: 1200, answer_tokens: 250 },
  });
});

test("listed machines with accelerators are offered with their price's age, and asked for as listed", () => {
  const prices = [
    price({}),
    price({ sku: "m7i.large", accelerators: null }),
    price({ term: "spot" }),
  ];
  const choices = machineChoices(prices);
  const form = { ...firstForm, machine: choices[0]?.value ?? "" };

  expect(choices.map(({ label }) => label)).toEqual([
    "aws p5.48xlarge (8 × h100), us-east-1, on demand: $55.04 an hour, 9 days old",
  ]);
  expect(formFaults(form)).toEqual({});
  expect(selfHostPlanRequest.parse(selfHostAsk(form, span, prices)).machine).toEqual({
    kind: "listed",
    provider: "aws",
    sku: "p5.48xlarge",
    region: "us-east-1",
    term: "on_demand",
  });
  expect(selfHostAsk(form, span, [])).toBeUndefined();
});
