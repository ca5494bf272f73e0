import { type CommitmentOffer, configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { askCommitments } from "./ask-commitments.ts";
import { beyondHeld } from "./beyond-held.ts";
import { boughtOf } from "./bought.ts";
import type { DemandLeft } from "./demand-left.ts";

const HOUR_MS = 3_600_000;
const nowMs = Date.parse("2026-11-23T00:00:00Z");
const HOURS = 28 * 24;
const each = (amount: number) => new Float64Array(HOURS).fill(amount);
/** Constructed: 150,000 tokens of input and 60,000 of output a minute, a dollar in ten thousand of each. */
const trace: DemandLeft["left"] = {
  fromMs: nowMs - HOURS * HOUR_MS,
  stepMs: HOUR_MS,
  calls: each(1_000),
  inputTokens: each(150_000 * 60),
  cacheReadTokens: each(0),
  outputTokens: each(60_000 * 60),
  onDemandMicrodollars: each(210_000 * 60 * 100),
  unknownCalls: 0,
};
const demand: DemandLeft = {
  whole: trace,
  left: trace,
  share: 1,
  rates: { input: 100, output: 100 },
  origin: {
    leftOut: { answeredByCache: 0, notServed: 0, throttled: 0, batch: 0 },
    simulatedAttempts: 0,
  },
  depth: "rows",
  notes: [],
};

/** What is bought beside what is held of these offers, and why not. */
async function besideHeld(offers: readonly object[], held: readonly object[]) {
  const { commitments } = configSchema.parse({
    plans: { commitments: { samples: 20, offers, held } },
  }).plans;
  const own: readonly CommitmentOffer[] = commitments.offers;
  const plan = await askCommitments(own, demand, commitments, { nowMs, trace });
  if (plan.kind === "no_plan") throw new TypeError(JSON.stringify(plan.reasons));
  const bought = boughtOf(plan, own);
  const { more, notPlanned } = await beyondHeld(bought, {
    offers: own,
    demand,
    commitments,
    nowMs,
  });
  return { purchases: more?.purchases, told: notPlanned.map(({ text }) => text) };
}

const ends = { ends_on: "2027-06-01" };
const year = {
  ...{ kind: "savings_plan", term_months: 12, service: "other", discount: 0.4 },
  unit_dollars_per_hour: "60",
};

test("each part of a reserved tier is held against its own units", async () => {
  const reserved = {
    ...{ kind: "bedrock_reserved_tier", name: "tier", model: "claude", term_months: 1 },
    // A thousand tokens a minute are $6 an hour on demand.
    input_price: { dollars: "4", per: "hour" },
    output_price: { dollars: "4", per: "hour" },
  };
  const part = (name: string, units: number) => ({ offer: "tier", part: name, units, ...ends });

  const { purchases } = await besideHeld([reserved], [part("input", 150), part("output", 10)]);

  expect(purchases).toEqual([{ offer: "tier", part: "output", units: 50 }]);
});

test("where what is held saves nothing, why nothing is bought beside it is told", async () => {
  const { purchases, told } = await besideHeld(
    [
      { ...year, name: "good" },
      { ...year, name: "bad", discount: 0.001, minimum_units: 1_000 },
    ],
    [{ offer: "bad", units: 1_500, ...ends }],
  );

  expect(purchases).toBeUndefined();
  expect(told).toEqual([expect.stringMatching(/held of bad saves nothing/)]);
});

test("units that are held below the least purchase save what they save, and the rest is bought beside them", async () => {
  const { purchases } = await besideHeld(
    [{ ...year, name: "good", minimum_units: 10 }],
    [{ offer: "good", units: 4, ...ends }],
  );

  // $1,260 an hour on demand; a unit of $60 absorbs $100.
  expect(purchases).toEqual([{ offer: "good", part: null, units: 8 }]);
});
