import { expect, test } from "vitest";
import { excludedByRoutes, whyNotAllowed } from "./route-constraints.ts";
import { configSchema } from "./schema.ts";

test("a provider serves a policy's calls by its name and its region; without a region it does not where regions are named", () => {
  const regions = { regions: ["eu-central-1", "europe-west1"] };

  expect(whyNotAllowed({}, "us", { region: "us-east-1" })).toBeUndefined();
  expect(whyNotAllowed(regions, "eu", { region: "eu-central-1" })).toBeUndefined();
  // Vertex says it in another key.
  expect(whyNotAllowed(regions, "gcp", { location: "europe-west1" })).toBeUndefined();
  expect(whyNotAllowed(regions, "us", { region: "us-east-1" })).toContain("serves in us-east-1");
  expect(whyNotAllowed(regions, "plain", {})).toBe('provider "plain" has no region');
  expect(whyNotAllowed({ ...regions, providers: ["us"] }, "eu", { region: "eu-central-1" })).toBe(
    'provider "eu" is not one of providers: us',
  );
});

const provider = (region?: string) => ({
  kind: "openai-compatible" as const,
  base_url: "http://127.0.0.1:9/v1",
  ...(region !== undefined && { region }),
});
const configOf = (route: object) =>
  configSchema.parse({
    providers: { eu: provider("eu-central-1"), us: provider("us-east-1"), plain: provider() },
    policies: [{ name: "support", match: {}, route: { mode: "shadow", ...route } }],
  });

test("a judge, a reference and a whole pool that the policy's own regions exclude are told with their place; a part of the pool is what regions are for", () => {
  const regions = ["eu-central-1"];
  const told = (route: object) =>
    excludedByRoutes(configOf({ regions, ...route })).map(({ place }) => place);

  expect(told({ pool: ["eu/small", "us/small"], judge: "eu/large" })).toEqual([]);
  expect(told({ pool: ["us/small", "plain/small"], judge: "us/large" })).toEqual([
    'policies, "support", route.judge',
    'policies, "support", route.pool',
  ]);
  expect(told({ pool: ["eu/small"], reference: "plain/large" })).toEqual([
    'policies, "support", route.reference',
  ]);
  expect(told({ mode: "off", pool: ["us/small"], judge: "us/large" })).toEqual([]);
  const [judge] = excludedByRoutes(configOf({ regions, pool: ["eu/small"], judge: "us/large" }));
  expect(judge?.message).toBe(
    'us/large is not asked, as provider "us" serves in us-east-1, not in one of regions: eu-central-1; longer answers are judged by nobody',
  );
});
