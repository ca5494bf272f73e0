import { describe, expect, it } from "vitest";
import { fitLogistic, probability } from "./logistic.ts";

describe("fitLogistic", () => {
  const examples = Array.from({ length: 400 }, (_, index) => {
    const first = (index % 20) / 20;
    const second = ((index * 7) % 13) / 13;
    return { features: Float64Array.of(first, second, 5), label: first + second > 0.9 };
  });

  it("tells apart what its features tell apart", () => {
    const model = fitLogistic(examples);
    const right = examples.filter(
      ({ features, label }) => probability(model, features) > 0.5 === label,
    );

    expect(right.length / examples.length).toBeGreaterThan(0.95);
  });

  it("gives on average the share that is true", () => {
    const model = fitLogistic(examples);
    const mean =
      examples.reduce((sum, { features }) => sum + probability(model, features), 0) /
      examples.length;

    expect(mean).toBeCloseTo(examples.filter(({ label }) => label).length / examples.length, 3);
  });

  it("is not thrown by labels that are all alike", () => {
    const model = fitLogistic(examples.map(({ features }) => ({ features, label: true })));

    expect(probability(model, Float64Array.of(0.5, 0.5, 5))).toBeGreaterThan(0.9);
  });
});
