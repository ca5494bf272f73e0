import { expect, test } from "vitest";
import { parsePolicies } from "./parse-policies.ts";

test("policies are read beside secrets that are not there, and what else stands in the file", () => {
  const text = `providers:
  openai: { kind: openai, base_url: "\${NOWHERE}", api_key: "\${KEY}" }
policies:
  - name: faq
    exact_cache: { when: always }
`;

  expect(parsePolicies(text, "new.yaml")).toMatchObject([
    { name: "faq", exact_cache: { when: "always", ttl_minutes: 60 } },
  ]);
});

test.each([
  [
    "policies:\n  - name: faq\n    exact_cache: { when: sometimes }\n",
    "new.yaml:3:20 policies.0.exact_cache.when",
  ],
  ["listen: {}\n", "new.yaml: has no policies"],
  ["policies: [\n", "new.yaml:"],
])("a fault is told with its place: %j", (text, place) => {
  expect(() => parsePolicies(text, "new.yaml")).toThrow(place);
});
