import { type LedgerRow, proposalSchema, type RecommendationStep } from "@headgate/contract";
import type { FollowedRecommendation, LedgerStore } from "@headgate/ledger";
import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import { expect, test } from "vitest";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";
import { followRealised } from "./realised.ts";

const DAY_MS = 86_400_000;
/** No whole day, as it is in life: the days that it begins and ends in are in part looked at. */
const NOW_MS = Date.parse("2026-11-23T18:00:00Z");
const daysAgo = (days: number): number => NOW_MS - days * DAY_MS;

/** From $200 to $400 a month: of $10 a day it is $304.17. */
const promised = proposalSchema.shape.dollars_per_month.parse({
  estimate: "300.000000000000",
  low: "200.000000000000",
  high: "400.000000000000",
});
type Recommended = FollowedRecommendation["recommendation"];
const recommended = (
  id: string,
  scope: Recommended["scope"] = { feature: "faq" },
): Recommended => ({
  ...{ id, kind: "exact-cache", phase: "quick_wins", lever: "exact-cache", scope, title: id },
  ...{ change: { exact_cache: { when: "always" } }, steps: [], dollars_per_month: promised },
  ...{ saved_in_range: null, calls: null, unknown_calls: 0, effort_hours: 0.5, depth: "facts" },
  evidence: { call_ids: [], figures: [] },
  confidence: { level: "high", reason: "Constructed." },
  quality: { risk: "none", reason: "None.", check: "None." },
  ...{ plan: null, worth_per_month: "0.000000000000", order: 1 },
});
const step = (state: RecommendationStep["state"], atMs: number): RecommendationStep => ({
  ...{ state, at: new Date(atMs).toISOString(), by: "ann", note: null, config_version: null },
});

/** A call every six hours, of which the cache saves so much a day on the feature in those days. */
async function ledgerWith(
  spans: readonly Readonly<{ from: number; to: number; dollarsPerDay: bigint }>[],
): Promise<LedgerStore> {
  const ledger = await openLedger();
  const rows = spans.flatMap(({ from, to, dollarsPerDay }) =>
    Array.from({ length: (from - to) * 4 }, (_, index): LedgerRow => {
      const amount = picodollars((dollarsPerDay * parseDollars("1")) / 4n);
      return ledgerRow({
        call_id: `call-${from}-${index}`,
        started_at_ms: daysAgo(from) + index * 6 * 3_600_000,
        attribution: { feature: "faq" },
        savings: amount === 0n ? [] : [{ lever: "exact-cache", amount: formatDollars(amount) }],
      });
    }),
  );
  await ledger.append({ rows, cursors: [] });
  return ledger;
}

const follow = async (
  ledger: LedgerStore,
  appliedDaysAgo: number,
  others: readonly FollowedRecommendation[] = [],
) => {
  const own = {
    recommendation: recommended("own"),
    steps: [step("applied", daysAgo(appliedDaysAgo))],
  };
  const found = await followRealised(ledger, {
    recommendation: own.recommendation,
    sinceMs: daysAgo(appliedDaysAgo),
    nowMs: NOW_MS,
    feedback: async () => [],
    followed: [own, ...others],
  });
  if (found === undefined) throw new Error("a lever with a promise is followed");
  return found;
};

test("what it saves is held against the time before it was applied, however long ago that is", async () => {
  const ledger = await ledgerWith([
    { from: 300, to: 200, dollarsPerDay: 0n },
    { from: 200, to: 0, dollarsPerDay: 10n },
  ]);

  const { realised, provenBy } = await follow(ledger, 200);

  expect(realised).toMatchObject({
    since: new Date(daysAgo(90)).toISOString(),
    before_per_month: "0.000000000000",
    before_untold: null,
    within_interval: true,
  });
  expect(realised.realised_per_month).toMatch(/^304\.1[67]/u);
  expect(provenBy).toBe("before");
});

test("of days before the ledger began nothing is made up: what was saved all along proves nothing", async () => {
  const ledger = await ledgerWith([{ from: 66, to: 0, dollarsPerDay: 10n }]);

  const { realised, provenBy } = await follow(ledger, 60);

  expect(realised.before_per_month).toMatch(/^304\.1[67]/u);
  expect(realised).toMatchObject({ within_interval: false, before_untold: null });
  expect(provenBy).toBeUndefined();
});

test.each([
  ["four days", 64, /began 4 days before/u],
  ["not at all", 60, /does not reach back/u],
])(
  "where the ledger tells %s of the time before, no verdict is given",
  async (_, began, reason) => {
    const ledger = await ledgerWith([
      ...(began === 60 ? [] : [{ from: began, to: 60, dollarsPerDay: 0n }]),
      { from: 60, to: 0, dollarsPerDay: 10n },
    ]);

    const { realised, provenBy } = await follow(ledger, 60);

    expect(realised).toMatchObject({ before_per_month: null, within_interval: null });
    expect(realised.before_untold).toMatch(reason);
    expect(provenBy).toBeUndefined();
  },
);

test("what simulated calls save is not beside what real ones do", async () => {
  const ledger = await ledgerWith([
    { from: 100, to: 50, dollarsPerDay: 0n },
    { from: 50, to: 0, dollarsPerDay: 10n },
  ]);
  const rows = Array.from({ length: 50 }, (_, index) =>
    ledgerRow({
      call_id: `simulated-${index}`,
      started_at_ms: daysAgo(50) + index * DAY_MS,
      simulated: true,
      attribution: { feature: "faq" },
      savings: [{ lever: "exact-cache", amount: "1000.000000000000" }],
    }),
  );
  await ledger.append({ rows, cursors: [] });

  const { realised } = await follow(ledger, 50);

  expect(realised.realised_per_month).toMatch(/^304\.1[67]/u);
});

test("days that are in part looked at count for as much: a change that saves is told after five", async () => {
  const ledger = await ledgerWith([
    { from: 30, to: 6, dollarsPerDay: 9n },
    { from: 6, to: 0, dollarsPerDay: 10n },
  ]);

  expect((await follow(ledger, 6)).provenBy).toBe("before");
});

const ledgerBefore = () =>
  ledgerWith([
    { from: 60, to: 20, dollarsPerDay: 0n },
    { from: 20, to: 0, dollarsPerDay: 10n },
  ]);
const other = (
  steps: FollowedRecommendation["steps"],
  scope: Recommended["scope"] = { feature: "faq", model: "gpt-test" },
): FollowedRecommendation => ({ recommendation: recommended("another", scope), steps });

test.each([
  ["applied on the same day", other([step("applied", daysAgo(20))])],
  ["applied since", other([step("applied", daysAgo(3)), step("verified", daysAgo(1))])],
  ["reverted in the time before", other([step("applied", daysAgo(50)), step("open", daysAgo(25))])],
])(
  "what saves is not told where another change of its lever for such calls was %s",
  async (_, beside) => {
    const { realised, provenBy } = await follow(await ledgerBefore(), 20, [beside]);

    expect(realised.before_untold).toContain('"another"');
    expect(realised).toMatchObject({
      before_per_month: "0.000000000000",
      within_interval: null,
    });
    expect(provenBy).toBeUndefined();
  },
);

test.each([
  ["is about other calls", other([step("applied", daysAgo(20))], { feature: "code" })],
  ["was in force all the while", other([step("applied", daysAgo(50))])],
  ["was dismissed", other([step("dismissed", daysAgo(20))])],
])("another change that %s takes nothing from a verdict", async (_, beside) => {
  expect((await follow(await ledgerBefore(), 20, [beside])).provenBy).toBe("before");
});

test("that it was in force itself in the time before is no time without it", async () => {
  const ledger = await ledgerBefore();
  const recommendation = recommended("own");

  const found = await followRealised(ledger, {
    ...{ recommendation, sinceMs: daysAgo(20), nowMs: NOW_MS, feedback: async () => [] },
    followed: [
      {
        recommendation,
        steps: [
          step("applied", daysAgo(35)),
          step("open", daysAgo(30)),
          step("applied", daysAgo(20)),
        ],
      },
    ],
  });

  expect(found?.realised.before_untold).toContain('"own"');
  expect(found?.provenBy).toBeUndefined();
});

test("in the moment in which it is applied nothing is told yet", async () => {
  const { realised, provenBy } = await follow(await ledgerBefore(), 0);

  expect(realised).toMatchObject({
    ...{ realised_per_month: null, before_per_month: null, before_untold: null },
    within_interval: null,
  });
  expect(provenBy).toBeUndefined();
});

test("those held out are compared from the day on which it was applied, however long ago: the range does not move along, and grows for a year", async () => {
  const ledger = await openLedger();
  const inArm = (arm: "treated" | "held_out", days: number): LedgerRow =>
    ledgerRow({
      call_id: `${arm} ${days}`,
      started_at_ms: daysAgo(days),
      attribution: { feature: "faq" },
      experiments: [{ experiment: `${days}/exact-cache`, lever: "exact-cache", arm, share: 0.1 }],
    });
  const days = [20, 150, 390, 410];
  await ledger.append({
    rows: days.flatMap((ago) => [inArm("treated", ago), inArm("held_out", ago)]),
    cursors: [],
  });
  const comparedSince = async (ago: number) => {
    const { realised } = await follow(ledger, ago);
    return realised.held_out?.experiments.toSorted();
  };

  expect(await comparedSince(200)).toEqual(["150/exact-cache", "20/exact-cache"]);
  expect(await comparedSince(400)).toEqual(["150/exact-cache", "390/exact-cache"]);
});
