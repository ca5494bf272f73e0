import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { call } from "./import.fixture.ts";
import { createPreparation } from "./prepare-records.ts";

const book = loadPriceBook();
const nothing = { attempts: [], billLines: [], usageTotals: [], gauges: [] };
const prepare = (config: unknown) =>
  createPreparation({ book, config: configSchema.parse(config) });

test("a call is priced at list and labelled by the rules", () => {
  const prepared = prepare({
    attribution: { rules: [{ when: { tags: { app: "*" } }, set: { project: "${tag.app}" } }] },
  });

  const { attempts } = prepared({ ...nothing, attempts: [call("a", { tags: { app: "search" } })] });

  // 1,000 × $0.15 and 200 × $0.60 a million.
  expect(attempts).toMatchObject([
    {
      charge: {
        list_cost: "0.000270000000",
        effective_cost: "0.000270000000",
      },
      baseline_cost: "0.000270000000",
      attempt: 0,
      final: true,
      simulated: false,
      attribution: { project: "search" },
    },
  ]);
});

test("nothing is kept of requests where the configuration says so, whoever looked at them", () => {
  const attempts = [call("a", { prompt_parts: { user: 3 }, request_facts: { turns: 1 } })];

  expect(prepare({})({ ...nothing, attempts }).attempts[0]).toMatchObject({
    prompt_parts: { user: 3 },
    request_facts: { turns: 1 },
  });
  const [row] = prepare({ history: { request_facts: false } })({ ...nothing, attempts }).attempts;
  expect(row).toMatchObject({ call_id: attempts[0]?.call_id });
  expect(row).not.toHaveProperty("request_facts");
  expect(row).not.toHaveProperty("prompt_parts");
});

test("the operator's discounts act on calls from elsewhere", () => {
  const prepared = prepare({
    overlays: [{ kind: "discount", name: "half", percent: "50", valid_from: "2026-01-01" }],
  });

  const { attempts } = prepared({ ...nothing, attempts: [call("a")] });

  expect(attempts[0]?.charge).toMatchObject({
    list_cost: "0.000270000000",
    billed_cost: "0.000135000000",
  });
});

test("an answer of an error is not billed, and a call without usage is unknown, not nothing", () => {
  const { attempts } = prepare({})({
    ...nothing,
    attempts: [
      call("refused", { outcome: "provider_error", status: 429, usage: {}, usage_origin: "none" }),
      call("failed", { outcome: "provider_error", usage: {}, usage_origin: "none" }),
      call("expired", {
        outcome: "timed_out",
        service_tier: "batch",
        usage: {},
        usage_origin: "none",
      }),
      call("silent", { usage: {}, usage_origin: "none" }),
      call("unheard-of", { response_model: "nobody-knows-this" }),
    ],
  });

  expect(attempts.map(({ charge }) => [charge.confidence, charge.billed_cost])).toEqual([
    ["exact", "0.000000000000"],
    ["exact", "0.000000000000"],
    ["exact", "0.000000000000"],
    ["unknown", null],
    ["unknown", null],
  ]);
  expect(attempts[3]?.baseline_cost).toBeNull();
});
