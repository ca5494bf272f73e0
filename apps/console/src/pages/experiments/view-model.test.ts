import type { ExperimentDetail } from "@headgate/contract";
import { expect, test } from "vitest";
import {
  armRows,
  basisText,
  differenceText,
  savedBetween,
  savedPoints,
  savedText,
} from "./view-model.ts";

const arm = {
  units: 1_200,
  calls: 2_400,
  unpriced_calls: 0,
  cost: "1.200000000000",
  cost_per_call: "0.000500000000",
  input_tokens_per_call: 100.25,
  output_tokens_per_call: 20,
  duration_ms_per_call: null,
  failures_per_call: 0.0125,
  outcomes: 0,
  accepted_per_outcome: null,
  feedback: 0,
  feedback_mean: null,
};
const detail: ExperimentDetail = {
  name: "faq/output",
  lever: "output",
  shares: [0.05, 0.1],
  simulated: false,
  simulated_left_out: 0,
  first_day: "2026-11-01",
  last_day: "2026-11-20",
  arms: { treated: arm, held_out: { ...arm, calls: 100 } },
  cost_per_call: { estimate: "-0.000100000000", low: "-0.000150000000", high: "-0.000050000000" },
  saved: { estimate: "0.240000000000", low: "0.120000000000", high: "0.360000000000" },
  quality: [],
  verdict: "saves",
  reason: "It saves.",
  over_time: [
    {
      day: "2026-11-20",
      estimate: "-0.000100000000",
      low: "-0.000150000000",
      high: "0.000050000000",
    },
  ],
};

test("a difference of cost is drawn as what a thousand calls save, the interval turned round", () => {
  expect(savedPoints(detail)).toEqual([
    {
      label: "11-20",
      title: "By the end of 2026-11-20 (UTC)",
      facts: [
        ["Saved", "+$0.100"],
        ["Lies between", "−$0.0500 and +$0.150"],
      ],
      value: 0.1,
      expected: 0,
      band: [-0.05, 0.15],
    },
  ]);
});

test("what is not known is told as such, never as nothing", () => {
  const unknown = { ...detail, saved: null };

  expect([savedText(unknown), savedBetween(unknown)]).toEqual(["–", ""]);
  expect(
    differenceText({ measure: "outcomes", difference: null, margin: 0.05, verdict: "not_known" }),
  ).toBe("too few sessions tell");
  expect(armRows(detail)).toContainEqual(["Milliseconds a call", "–", "–"]);
  expect(armRows(detail).map(([title]) => title)).not.toContain("Calls without a known cost");
});

test("a cost that leaves calls out is a bound, and a word where it leaves out all", () => {
  const arms = {
    treated: { ...arm, unpriced_calls: 2_400, cost: "0.000000000000", cost_per_call: null },
    held_out: { ...arm, calls: 100, unpriced_calls: 1 },
  };

  expect(armRows({ ...detail, arms })).toContainEqual(["Cost of all", "unknown", "≥ $1.20"]);
});

test("figures say what they rest on", () => {
  expect(basisText({ ...detail, simulated_left_out: 1 })).toBe(
    "5 %, 10 % of sessions held out, 2026-11-01 to 2026-11-20. 1 simulated call is left out.",
  );
  expect(armRows(detail)).toContainEqual(["Failed or cut short", "1.25 %", "1.25 %"]);
  expect(savedBetween(detail)).toBe("+$0.120 to +$0.360");
});
