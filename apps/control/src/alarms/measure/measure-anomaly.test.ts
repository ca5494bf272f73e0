import { expect, test } from "vitest";
import { anomalyNote } from "./measure-anomaly.ts";

const anomaly: Parameters<typeof anomalyNote>[0] = {
  start: "2026-11-22T00:00:00.000Z",
  end: "2026-11-23T00:00:00.000Z",
  direction: "above",
  slice: { dimension: "team", value: "red" },
  cost: "2.000000000000",
  expected: "0.500000000000",
  excess: "1.500000000000",
  deviations: 9,
  cause: {
    kind: "named",
    dimension: "team",
    values: ["red"],
    within: { dimension: "feature", value: "chat" },
    share: 0.9,
    part: "tokens_per_call",
    amount: "1.400000000000",
    compared_with: { from: "2026-11-15T00:00:00.000Z", to: "2026-11-16T00:00:00.000Z" },
  },
};

test("spend of a slice is told as the slice's, which the cause does not say again", () => {
  expect(anomalyNote(anomaly)).toBe(
    "spend of team red was $2.00, $0.500 was expected; cause: feature chat, by tokens per call ($1.40)",
  );
});

test("spend of all calls names no slice, and the cause names its own values", () => {
  expect(anomalyNote({ ...anomaly, slice: null })).toBe(
    "spend was $2.00, $0.500 was expected; cause: team red, feature chat, by tokens per call ($1.40)",
  );
  expect(
    anomalyNote({ ...anomaly, slice: null, cause: { kind: "unknown", reason: "too few calls" } }),
  ).toBe("spend was $2.00, $0.500 was expected; the cause is not known: too few calls");
});
