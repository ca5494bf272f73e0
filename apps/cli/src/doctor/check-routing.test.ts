import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { checkRouting } from "./check-routing.ts";

const openai = { kind: "openai", base_url: "https://api.openai.com/v1" } as const;
const eu = { ...openai, base_url: "https://eu.api.openai.com/v1", region: "eu" };
const configOf = (route: object) =>
  configSchema.parse({
    providers: { openai, eu },
    policies: [{ name: "support", match: {}, route }],
  });

test("a configuration that chooses no models gives nothing to check", () => {
  expect(checkRouting(undefined)).toEqual([]);
  expect(checkRouting(configOf({ judge: "openai/gpt-4.1", regions: ["eu"] }))).toEqual([]);
});

test("a judge that the policy's own regions exclude is a finding with its place; one that they allow is not", () => {
  const route = { mode: "shadow", pool: ["eu/gpt-4o-mini"], regions: ["eu"] };

  expect(checkRouting(configOf({ ...route, judge: "eu/gpt-4.1" }))).toEqual([
    { name: "routing", state: "ok", message: "policies: support" },
  ]);
  const [check] = checkRouting(configOf({ ...route, judge: "openai/gpt-4.1" }));
  expect(check).toMatchObject({ name: "routing", state: "finding" });
  expect(check?.message).toBe(
    'policies, "support", route.judge: openai/gpt-4.1 is not asked, as provider "openai" has no region; longer answers are judged by nobody',
  );
});
