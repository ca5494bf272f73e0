import { expect, test } from "vitest";
import { parseConfig } from "./parse-config.ts";

const read = (sources: string) =>
  parseConfig(`sources:\n${sources}`, { ADMIN: "an-admin-key" }, "headgate.yaml").sources;

test("a source needs its kind and its key; the rest is the kind's own", () => {
  const sources = read(`
  - { name: bill, kind: openai-costs, api_key: "\${ADMIN}" }
  - { name: aws, kind: aws-cost-explorer }
  - { name: load, kind: aws-cloudwatch, region: eu-west-1 }
  - { name: gpus, kind: prometheus, url: "http://gpu-1:9400/metrics" }`);

  expect(sources).toMatchObject([
    {
      base_url: "https://api.openai.com/v1",
      api_key: "an-admin-key",
      interval_minutes: 360,
      look_back_days: 3,
    },
    { base_url: "https://ce.us-east-1.amazonaws.com", interval_minutes: 480, look_back_days: 35 },
    {
      base_url: "https://monitoring.eu-west-1.amazonaws.com",
      metrics: ["bedrock", "sagemaker"],
    },
    { interval_minutes: 1 },
  ]);
});

test.each([
  [
    "a key that would go in the clear",
    `- { name: a, kind: openai-costs, api_key: k, base_url: "http://example.com" }`,
    "https",
  ],
  [
    "a user name in an address",
    `- { name: a, kind: prometheus, url: "http://me:pw@gpu:9400/" }`,
    "user name",
  ],
  [
    "Cost Explorer by the minute",
    "- { name: a, kind: aws-cost-explorer, interval_minutes: 5 }",
    "60",
  ],
  ["an unknown setting", "- { name: a, kind: aws-cost-explorer, api_key: k }", "api_key"],
  [
    "a name that is there twice",
    `- { name: a, kind: prometheus, url: "http://g/" }\n  - { name: a, kind: prometheus, url: "http://h/" }`,
    `two sources are named "a"`,
  ],
  [
    "two bills that would take each other's place",
    "- { name: a, kind: openai-costs, api_key: k }\n  - { name: b, kind: openai-costs, api_key: l }",
    `"a" pulls the same already`,
  ],
  [
    "two bills of which one alone names its account",
    "- { name: a, kind: openai-costs, api_key: k, account: org-a }\n  - { name: b, kind: openai-costs, api_key: l }",
    `"a" pulls the same already.*each names an account`,
  ],
  [
    "two bills of one payer",
    '- { name: a, kind: aws-cost-explorer, account_id: "111122223333" }\n  - { name: b, kind: aws-cost-explorer, account_id: "111122223333" }',
    `"a" pulls the same already`,
  ],
  [
    "an account that would be taken for simulated money",
    "- { name: a, kind: anthropic-cost-report, api_key: k, account: simulated }",
    "account's name or id",
  ],
  [
    "a dimension that says nothing of whose usage it is",
    "- { name: a, kind: aws-cost-explorer, group_by: OPERATION }",
    "LINKED_ACCOUNT, TAG:name",
  ],
  [
    "two ways to sign",
    "- { name: a, kind: aws-cost-explorer, aws_profile: p, aws_credentials: { access_key_id: a, secret_access_key: b } }",
    "exclude each other",
  ],
])("refused with its place: %s", (_, source, why) => {
  expect(() => read(`  ${source}`)).toThrow(new RegExp(`headgate.yaml:\\d+:\\d+.*${why}`, "s"));
});

test("two regions of CloudWatch are two sources", () => {
  const two = read(`
  - { name: a, kind: aws-cloudwatch, region: eu-west-1 }
  - { name: b, kind: aws-cloudwatch, region: us-east-1 }`);

  expect(two).toHaveLength(2);
});

test("two organisations of one kind are two sources, where each is named", () => {
  const sources = read(`
  - { name: a, kind: anthropic-cost-report, api_key: k, account: Research }
  - { name: b, kind: anthropic-cost-report, api_key: l, account: 4f0d6a5e-0000-4000-8000-000000000001 }
  - { name: c, kind: aws-cost-explorer, account_id: "111122223333", group_by: "TAG:team" }
  - { name: d, kind: aws-cost-explorer, account_id: "444455556666", group_by: LINKED_ACCOUNT }`);

  expect(sources).toHaveLength(4);
});
