import {
  type Attribution,
  attributionRulesSchema,
  type BillSource,
  parseConfig,
} from "@headgate/contract";
import { type Picodollars, picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { call } from "../import/import.fixture.ts";
import type { BillLineFacts } from "../source.ts";
import { applyRules } from "./apply-rules.ts";
import { sharedCostOf, splitCost } from "./split-cost.ts";
import { subjectOfAttempt, subjectOfBillLine } from "./subject.ts";

const yaml = (text: string) => parseConfig(text, {}, "headgate.yaml").attribution;

const rules = yaml(`
attribution:
  rules:
    - when: { tags: { "user:team": "*" } }
      set: { team: "\${tag.user:team}" }
    - when: { principal: "*assumed-role/search-*" }
      set: { team: search, environment: production }
    - when: { account: "1111*", model: "gpt-4o*" }
      set: { team: platform, project: "account \${row.account}" }
    - set: { customer: "\${tag.customer}", organisation: acme }
`);

const labels = (about: Parameters<typeof call>[1], own: Attribution = {}) =>
  applyRules(own, rules, subjectOfAttempt(call("x", about)));

test("each label is the first rule's that holds; what the row lacks sets nothing", () => {
  expect(
    labels({ tags: { "user:team": "ads" }, principal: "arn:assumed-role/search-1/s" }),
  ).toEqual({
    team: "ads",
    environment: "production",
    organisation: "acme",
  });
  expect(labels({ account_id: "111122223333" })).toEqual({
    team: "platform",
    project: "account 111122223333",
    organisation: "acme",
  });
  expect(labels({})).toEqual({ organisation: "acme" });
});

test("what the row says itself stays", () => {
  expect(labels({ tags: { "user:team": "ads" } }, { team: "own" })).toMatchObject({ team: "own" });
});

test("a bill's line is known by its key where its source names keys", () => {
  const byKey = yaml(`
attribution:
  rules:
    - when: { key: "apikey_*" }
      set: { team: "\${row.key}" }
`);
  const labelsOf = (source: BillSource, tags: Readonly<Record<string, string>>) =>
    applyRules({}, byKey, subjectOfBillLine({ source, tags } as BillLineFacts));

  expect(labelsOf("anthropic_cost_report", { api_key: "apikey_1" })).toEqual({ team: "apikey_1" });
  expect(labelsOf("openai_costs", { api_key_id: "apikey_2" })).toEqual({ team: "apikey_2" });
  // A tag of the user's own on a cloud's bill is no key.
  expect(labelsOf("aws_cur", { api_key: "apikey_3", api_key_id: "apikey_3" })).toEqual({});
});

test("without rules nothing is guessed", () => {
  const none = attributionRulesSchema.parse({});

  expect(applyRules({}, none, subjectOfAttempt(call("x", { tags: { team: "ads" } })))).toEqual({});
});

test.each([
  ["an unknown variable", 'rules: [{ set: { team: "${row.tam}" } }]', "tag.NAME or row.NAME"],
  [
    "shares that are not 100 percent",
    "shared: [{ name: x, split: { by: fixed, shares: [{ set: { team: a }, percent: '99.9' }] } }]",
    "100 percent",
  ],
  ["a rule that sets nothing", "rules: [{ set: {} }]", "at least one label"],
])("%s is refused with its place", (_, section, message) => {
  const parsing = () => yaml(`attribution:\n  ${section}\n`);

  expect(parsing).toThrow(message);
  expect(parsing).toThrow("headgate.yaml:2:");
});

const shares = (percents: readonly string[]) => ({
  by: "fixed" as const,
  shares: percents.map((percent, index) => ({ set: { team: `t${index}` }, percent })),
});
const total = (parts: readonly { cost: Picodollars }[]): bigint =>
  parts.reduce((sum, { cost }) => sum + cost, 0n);

test("fixed shares of an odd amount add up to it", () => {
  const parts = splitCost(picodollars(100n), shares(["33.333333", "33.333333", "33.333334"]), []);

  expect(parts.map(({ cost }) => cost)).toEqual([33n, 33n, 34n]);
});

test("whatever is split, in whatever proportion, nothing is lost or made", () => {
  const amount = fc.bigInt(-(10n ** 20n), 10n ** 20n).map(picodollars);
  const own = fc.array(
    fc.record({ label: fc.string(), cost: fc.bigInt(0n, 10n ** 18n).map(picodollars) }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(amount, own, (whole, costs) => {
      const parts = splitCost(whole, { by: "usage", over: "team" }, costs);

      expect(total(parts)).toBe(whole);
      expect(parts.every(({ cost }) => (whole < 0n ? cost <= 0n : cost >= 0n))).toBe(true);
    }),
  );
});

test("a cost that nobody used is not spread", () => {
  expect(splitCost(picodollars(5n), { by: "usage", over: "team" }, [])).toEqual([
    { attribution: {}, cost: 5n },
  ]);
});

test("of several sharing rules the first that holds is a row's", () => {
  const shared = yaml(`
attribution:
  shared:
    - { name: gateway, when: { key: "gw-*" }, split: { by: usage, over: team } }
    - { name: rest, split: { by: usage, over: project } }
`);

  expect(sharedCostOf(shared, subjectOfAttempt(call("x", { key_id: "gw-1" })))?.name).toBe(
    "gateway",
  );
  expect(sharedCostOf(shared, subjectOfAttempt(call("x")))?.name).toBe("rest");
});
