import { attributionRulesSchema } from "@headgate/contract";
import { picodollars, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type SplitSubject, splitShared } from "./split-shared.ts";

const rules = attributionRulesSchema.parse({
  shared: [
    { name: "platform", when: { account: "shared" }, split: { by: "usage", over: "team" } },
    {
      name: "search index",
      when: { tags: { role: "index" } },
      split: {
        by: "fixed",
        shares: [
          { set: { team: "red" }, percent: "33.3" },
          { set: { team: "blue", project: "web" }, percent: "66.7" },
        ],
      },
    },
  ],
});
const spent = (
  cost: bigint,
  { team, account, role }: { team?: string; account?: string; role?: string } = {},
): SplitSubject => ({
  subject: {
    ...{ source: ["gateway"], provider: [], principal: [], model: [], key: [] },
    ...{ service: [], resource: [] },
    account: account === undefined ? [] : [account],
    tags: role === undefined ? {} : { role },
  },
  labels: team === undefined ? {} : { team },
  cost: picodollars(cost),
});
const shown = (groups: ReturnType<typeof splitShared>) =>
  Object.fromEntries(
    groups.map(({ group, own, parts }) => [group ?? "(none)", [own, Object.fromEntries(parts)]]),
  );

test("a shared cost is nobody's own and goes to those who used, or have agreed", () => {
  const groups = splitShared(rules, "team", [
    spent(300n, { team: "red" }),
    spent(100n, { team: "blue" }),
    spent(50n),
    spent(1000n, { team: "red", account: "shared" }),
    spent(10n, { role: "index" }),
  ]);

  expect(shown(groups)).toEqual({
    red: [300n, { platform: 750n, "search index": 3n }],
    blue: [100n, { platform: 250n, "search index": 7n }],
    "(none)": [50n, {}],
  });
});

test("a part that goes to no value of the label, or to nobody's usage, stays unallocated", () => {
  expect(
    shown(
      splitShared(rules, "project", [
        spent(100n, { role: "index" }),
        spent(5n, { account: "shared" }),
      ]),
    ),
  ).toEqual({
    "(none)": [0n, { "search index": 33n, platform: 5n }],
    web: [0n, { "search index": 67n }],
  });
});

test("the sum is what was spent, to the picodollar, whatever was spent", () => {
  const subject = fc
    .record({
      cost: fc.bigInt(-(10n ** 15n), 10n ** 15n),
      team: fc.constantFrom(undefined, "red", "blue", "green"),
      account: fc.constantFrom(undefined, "shared", "own"),
      role: fc.constantFrom(undefined, "index"),
    })
    .map(({ cost, team, account, role }) =>
      spent(cost, {
        ...(team === undefined ? {} : { team }),
        ...(account === undefined ? {} : { account }),
        ...(role === undefined ? {} : { role }),
      }),
    );
  fc.assert(
    fc.property(fc.array(subject, { maxLength: 30 }), (subjects) => {
      const groups = splitShared(rules, "team", subjects);
      const told = sum(groups.flatMap(({ own, parts }) => [own, ...parts.values()]));
      expect(told).toBe(sum(subjects.map(({ cost }) => cost)));
    }),
  );
});
