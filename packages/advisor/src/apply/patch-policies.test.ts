import { attributionFields, configSchema, type ProposalScope } from "@headgate/contract";
import { type LeversOfPolicy, policyFor } from "@headgate/levers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { patchPolicies, ScopeNotMatchedError, type WrittenPolicy } from "./patch-policies.ts";

type PolicySubject = Parameters<typeof policyFor>[1];

const names = ["faq", "fax", "code", undefined];
const subjects: readonly PolicySubject[] = names.flatMap((feature) =>
  ["gpt-5", "gpt-5-mini", undefined].flatMap((model) =>
    ["bot", "job"].flatMap((keyName) =>
      (["chat", "embeddings"] as const).map((operation) => ({
        attribution: feature === undefined ? {} : { feature },
        keyName,
        model,
        operation,
      })),
    ),
  ),
);

const maybe = <Value>(values: readonly Value[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined });
const matches = fc.record(
  {
    feature: maybe(["fa*", "faq", "*", "code"]),
    model: maybe(["gpt-5", "gpt-*", "*"]),
    key: maybe(["bot", "*"]),
    operation: maybe(["chat", "embeddings"]),
  },
  { requiredKeys: [] },
);
const parts = fc.record(
  {
    exact_cache: fc.record(
      { when: fc.constantFrom("always", "never"), ttl_minutes: fc.integer({ min: 1, max: 90 }) },
      { requiredKeys: [] },
    ),
    output: fc.record({ max_tokens: fc.constant("learned") }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const policyLists = fc
  .array(fc.tuple(matches, parts), { maxLength: 5 })
  .map((list) =>
    list.map(
      ([match, more], index): WrittenPolicy => ({ name: `policy ${index}`, match, ...more }),
    ),
  );
const scopes = fc.record(
  {
    feature: maybe(["faq", "fax", ""]),
    model: maybe(["gpt-5", "gpt-5-mini", ""]),
    operation: maybe(["chat", "embeddings"] as const),
  },
  { requiredKeys: [] },
);

const isOf = (scope: ProposalScope, { attribution, model, operation }: PolicySubject): boolean =>
  (scope.model === undefined || scope.model === (model ?? "")) &&
  (scope.operation === undefined || scope.operation === operation) &&
  attributionFields.every(
    (field) => scope[field] === undefined || scope[field] === (attribution[field] ?? ""),
  );

const leversFor = (policies: readonly WrittenPolicy[], subject: PolicySubject): LeversOfPolicy => {
  const {
    name: _,
    match: __,
    ...levers
  } = policyFor(configSchema.parse({ policies }).policies, subject) as LeversOfPolicy & {
    match?: unknown;
  };
  return levers;
};

test("calls of the scope get the patch and keep the rest, all others stay as they were", () => {
  fc.assert(
    fc.property(policyLists, scopes, (policies, scope) => {
      const patch = { exact_cache: { ttl_minutes: 1_440 } };
      const after = patchPolicies(policies, { scope, patch, name: "a day" });

      for (const subject of subjects) {
        const before = leversFor(policies, subject);
        expect(leversFor(after, subject)).toEqual(
          isOf(scope, subject)
            ? { ...before, exact_cache: { ...before.exact_cache, ttl_minutes: 1_440 } }
            : before,
        );
      }
    }),
    { numRuns: 300 },
  );
});

test("a policy for just the scope is changed in its place", () => {
  const policies = [{ name: "faq", match: { feature: "faq", model: "gpt-5" } }];
  const scope = { feature: "faq", model: "gpt-5" };

  expect(
    patchPolicies(policies, { scope, patch: { output: { max_tokens: "learned" } }, name: "x" }),
  ).toEqual([{ ...policies[0], output: { max_tokens: "learned" } }]);
});

test("a name with a star in it cannot be told by a policy", () => {
  const scope = { feature: "a*b" };

  expect(() => patchPolicies([], { scope, patch: {}, name: "x" })).toThrow(ScopeNotMatchedError);
});

test("where one share of sessions is held out of all levers, none is held out of one beside it", () => {
  const policies = [{ name: "faq", match: { feature: "faq" }, holdout: 0.1 }];
  const patch = { output: { style: "terse" }, holdout: { output: 0.05 } };

  expect(patchPolicies(policies, { scope: { feature: "faq" }, patch, name: "x" })).toEqual([
    { ...policies[0], output: { style: "terse" } },
  ]);
});

test("a change to the exact cache takes nothing from what a policy lets it answer so far", () => {
  const policies = [
    {
      name: "faq",
      match: { feature: "faq" },
      exact_cache: { when: "always", ttl_minutes: 10_080 },
    },
  ];
  const scope = { feature: "faq" };
  const patch = {
    exact_cache: { when: "deterministic", ttl_minutes: 1_440, normalise: true },
  };

  expect(patchPolicies(policies, { scope, patch, name: "x" })).toEqual([
    { ...policies[0], exact_cache: { when: "always", ttl_minutes: 10_080, normalise: true } },
  ]);
});

test("changes to the exact cache of one scope hold together, in whatever order they are applied", () => {
  const scope = { feature: "faq" };
  const changes = [
    { when: "always" },
    { when: "deterministic", ttl_minutes: 1_440 },
    { when: "deterministic", normalise: true },
    { when: "deterministic" },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(changes, { minLength: 4 }), (inOrder) => {
      const written = [{ name: "faq", match: { feature: "faq" }, exact_cache: { when: "never" } }];
      const after = inOrder.reduce<readonly WrittenPolicy[]>(
        (policies, exact_cache) =>
          patchPolicies(policies, { scope, patch: { exact_cache }, name: "x" }),
        written,
      );

      expect(after).toEqual([
        {
          name: "faq",
          match: { feature: "faq" },
          exact_cache: { when: "always", ttl_minutes: 1_440, normalise: true },
        },
      ]);
    }),
  );
});
