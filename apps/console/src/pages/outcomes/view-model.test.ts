import { addOutcomesRequest, type OutcomeMeasures } from "@headgate/contract";
import { expect, test } from "vitest";
import { readOutcomesSearch } from "../../search/outcomes-search.ts";
import { firstOutcomeSnippet } from "./first-outcome.tsx";
import { type OutcomesAnswer, outcomeGrainFor } from "./query.ts";
import { leftOutWords, listNote, outcomeLine, outcomePoints, whyNone } from "./view-model.ts";

const measures: OutcomeMeasures = {
  outcomes: 5,
  accepted: 4,
  joined: { call: 0, trace: 0, session: 4, tags: 0, window: 0, none: 1, too_many_calls: 0 },
  accepted_with_calls: 3,
  sharing: 2,
  calls: 8,
  attempts: 10,
  failed_attempts: 2,
  unpriced_attempts: 1,
  unmetered_attempts: 1,
  tokens: 12_000,
  cost: "3.000000000000",
  failed_cost: "0.300000000000",
  rejected_cost: "0.500000000000",
  simulated_cost: "0.000000000000",
  cost_per_outcome: "1.000000000000",
  is_lower_bound: true,
  accepted_per_thousand_tokens: "0.250000000000",
  value: null,
  outcomes_with_value: 0,
};
const DAY_MS = 86_400_000;
const span = { fromMs: Date.UTC(2026, 10, 2), toMs: Date.UTC(2026, 10, 16) };
const answer: OutcomesAnswer = {
  span,
  grain: "week",
  name: "ticket_resolved",
  by: undefined,
  names: [],
  groups: undefined,
  overTime: {
    names: [],
    rows: [
      {
        ...measures,
        name: "ticket_resolved",
        start: "2026-11-09T00:00:00.000Z",
        group: null,
        is_other: false,
      },
    ],
    coverage: {
      calls: 0,
      cost: "0.000000000000",
      unpriced_attempts: 0,
      under_outcomes: { calls: 0, cost: "0.000000000000", unpriced_attempts: 0 },
      under_none: { calls: 0, cost: "0.000000000000", unpriced_attempts: 0 },
    },
  },
};

test("a lower bound is marked, and what is not known is a word, never $0", () => {
  expect(outcomeLine(measures)).toMatchObject({
    cost: "≥ $3.00",
    each: "≥ $1.00",
    perThousandTokens: "≤ 0.25",
    withoutCalls: "1",
  });
  const unpriced = { ...measures, unpriced_attempts: 10, cost: "0.000000000000" };
  expect(outcomeLine({ ...unpriced, cost_per_outcome: null })).toMatchObject({
    cost: "unknown",
    failed: "unknown",
    each: "unknown",
  });
});

test("what of the cost is simulated is said, also where it is all of it", () => {
  const simulated = (simulated_cost: string) => leftOutWords({ ...measures, simulated_cost });

  expect(simulated("1.000000000000")).toContain("Of the cost, $1.00 is simulated.");
  expect(simulated("3.000000000000")).toContain("All of the cost is simulated.");
  expect(simulated("0.000000000000").join()).not.toContain("simulated");
});

test("outcomes that the filters leave out are not said to be none at all", () => {
  expect(whyNone(answer, { team: "support" })).toBe("filtered");
  expect(whyNone(answer, {})).toBe("nothing_sent");
  expect(whyNone({ ...answer, names: [{ ...measures, name: null }] }, {})).toBeUndefined();
});

test("the two parts of an outcome's cost add up to it, and a quiet step is drawn as none", () => {
  const [quiet, busy, ...others] = outcomePoints(answer);

  expect(others).toEqual([]);
  expect(quiet).toMatchObject({ title: "week of 2 Nov UTC", line: undefined, answered: undefined });
  expect(busy).toMatchObject({ answered: 0.9, failed: 0.1, failedEach: "$0.100" });
});

test("what the figures leave out is said in sentences", () => {
  expect(leftOutWords(measures)).toHaveLength(3);
  expect(
    leftOutWords({
      ...measures,
      sharing: 0,
      unpriced_attempts: 0,
      joined: { ...measures.joined, none: 0 },
    }),
  ).toEqual([]);
});

test("a short range is read by the day, a longer one by the week", () => {
  expect(outcomeGrainFor({ fromMs: 0, toMs: 7 * DAY_MS })).toBe("day");
  expect(outcomeGrainFor({ fromMs: 0, toMs: 90 * DAY_MS })).toBe("week");
});

test("the address names an outcome, a dimension and a grain, and is refused when it cannot", () => {
  expect(readOutcomesSearch({ named: "ticket_resolved", by: "team", offset: "25" })).toEqual({
    named: "ticket_resolved",
    by: "team",
    offset: 25,
  });
  expect(() => readOutcomesSearch({ grain: "minute" })).toThrow(/grain: expected one of/);
});

test("the snippet is a body that the API takes", () => {
  const text = firstOutcomeSnippet("http://localhost:4100", span.fromMs);
  const body: unknown = JSON.parse(text.slice(text.indexOf("'") + 1, text.lastIndexOf("'")));
  expect(addOutcomesRequest.parse(body).outcomes).toHaveLength(1);
});

test("a list says that filters do not act on it, also where it is of one way of joining", () => {
  expect(listNote(undefined)).toBe("filters of calls do not act here");
  expect(listNote("session")).toContain("filters of calls do not act here");
  expect(listNote("session")).not.toBe(listNote(undefined));
});
