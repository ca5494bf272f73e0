import { parseConfig } from "@headgate/contract";
import { expect, test } from "vitest";
import { exportsOf } from "./exports.ts";
import type { UnitOffer } from "./unit-offer.ts";

const offer = (change: Partial<UnitOffer>): UnitOffer => ({
  name: "mu-half-year",
  kind: "bedrock_provisioned_throughput",
  part: null,
  unit: "model unit",
  absorbs: { by: "tokens", input: 1, cacheRead: 1, output: 1 },
  capacityPerHour: 1,
  microdollarsPerHour: 250_000,
  termMonths: 6,
  minimum: 1,
  increment: 1,
  maximum: null,
  overflow: { kind: "on_demand" },
  purchase: {
    by: "bedrock_provisioned_throughput",
    model: "it's.a-model",
    region: "us-east-1",
  },
  notes: [],
  ...change,
});

test("a script prints what it would buy unless it is told to, and names hold no way out of their quotes", () => {
  const [script, terraform] = exportsOf(offer({}), 3);

  expect(script?.text).toContain('if [ "${APPLY:-no}" != yes ]; then echo');
  expect(script?.text).toContain(
    "--model-id 'it'\\''s.a-model' --model-units 3 --commitment-duration SixMonths",
  );
  expect(terraform?.text).toContain('commitment_duration    = "SixMonths"');
  expect(terraform?.text).toContain(
    'resource "aws_bedrock_provisioned_model_throughput" "mu_half_year"',
  );
});

test("without a term no duration is asked for, and of nothing to buy there is no file", () => {
  const [script] = exportsOf(offer({ termMonths: 0 }), 1);

  expect(script?.text).not.toContain("--commitment-duration");
  expect(exportsOf(offer({}), 0)).toEqual([]);
  expect(exportsOf(offer({ purchase: null }), 5)).toEqual([]);
});

test("a name in Terraform cannot begin an expression", () => {
  const [, terraform] = exportsOf(
    offer({
      purchase: { by: "bedrock_provisioned_throughput", model: "${file(1)}", region: "us-east-1" },
    }),
    1,
  );

  expect(terraform?.text).toContain("foundation-model/$${file(1)}");
});

test("the part of headgate.yaml is one that Headgate reads, with its fallback on demand", () => {
  const yaml = exportsOf(offer({}), 1).find(({ tool }) => tool === "headgate_yaml");
  const text = `${yaml?.text.replaceAll("PROVIDER", "bedrock")}providers:\n  bedrock: { kind: bedrock, region: us-east-1 }\n`;

  expect(parseConfig(text, {}, "headgate.yaml").models).toEqual({
    "it's.a-model": ["bedrock/mu-half-year", "bedrock/it's.a-model"],
  });
});

test("a savings plan is bought by its hourly commitment, with the offering's id to fill in where it is not known", () => {
  const [plan] = exportsOf(offer({ purchase: { by: "savings_plan", offeringId: null } }), 7);

  expect(plan?.text).toContain("--commitment 1.75000");
  expect(plan?.notes.join(" ")).toContain("OFFERING_ID");
});
