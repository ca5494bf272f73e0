import type { KpisReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { kpiAxisText, kpiCards, kpiPoints, kpiValueText } from "./view-model.ts";

const range = { from: "2026-11-20T00:00:00.000Z", to: "2026-11-22T00:00:00.000Z" };
const about = { title: "Title", definition: "How", target: "falling" };
const report: KpisReport = {
  before: range,
  after: range,
  simulated_cost: { before: "0.000000000000", after: "0.000000000000" },
  kpis: [
    {
      ...about,
      name: "gpu_utilisation",
      unit: "ratio",
      kind: "unknown",
      reason: "no GPU metric was read",
      needs: "GPU metrics",
    },
    {
      ...about,
      name: "cost_per_inference",
      unit: "dollars",
      kind: "known",
      value: "0.012000000000",
      before: "0.010000000000",
      trend: "rising",
      is_better: false,
      is_on_target: false,
      note: null,
    },
  ],
};

test("a KPI says its trend in words, and one that is not known says why and what it needs", () => {
  expect(kpiCards(report)).toMatchObject([
    {
      name: "cost_per_inference",
      value: "$0.0120",
      standing: { text: "Off target" },
      trend: { direction: "up", text: "Rising +20%, worse; before: $0.0100" },
    },
    { name: "gpu_utilisation", kind: "unknown", needs: "GPU metrics" },
  ]);
});

test("a part of the course in which a KPI is not known has no length, and is not zero", () => {
  const parts = [
    { ...range, values: { cost_per_inference: "0.000000000000" } },
    { ...range, values: { cost_per_inference: null } },
  ];
  const span = { fromMs: Date.parse(range.from), toMs: Date.parse(range.to) };
  const points = kpiPoints(
    { span, grain: "day", parts },
    { name: "cost_per_inference", unit: "dollars" },
  );

  expect(points.map(({ text, length }) => [text, length])).toEqual([
    ["$0.00", 0],
    ["not known", undefined],
  ]);
});

test("each unit reads as people write it, also below zero", () => {
  expect(kpiValueText("ratio", "-0.250000000000")).toBe("−25.0%");
  expect(kpiValueText("attempts", "1200.000000000000")).toBe("1,200");
  expect(kpiValueText("outcomes", "0.012345678900")).toBe("0.0123");
  expect(kpiAxisText("ratio", 0.3)).toBe("30%");
  expect(kpiAxisText("dollars", -2)).toBe("−$2");
});

test("a small number keeps three digits that tell something", () => {
  expect(kpiValueText("outcomes", "0.000033400000")).toBe("0.0000334");
  expect(kpiValueText("outcomes", "16.666666666667")).toBe("16.6666");
  expect(kpiValueText("outcomes", "0.000000000000")).toBe("0.0000");
});

test("a share beside its target is not rounded to it", () => {
  const shownBeside = (value: string, target: string) => {
    const kpi: KpisReport["kpis"][number] = {
      ...{ ...about, target, name: "reconciled_share", unit: "ratio", kind: "known", value },
      ...{ before: null, trend: null, is_better: null, is_on_target: false, note: null },
    };
    const [card] = kpiCards({ ...report, kpis: [kpi] });
    return card?.kind === "known" ? card.value : undefined;
  };

  expect(shownBeside("0.989953000000", "above 99.0%")).toBe("98.99%");
  expect(shownBeside("0.990040000000", "at most 99.0%")).toBe("99.01%");
  expect(shownBeside("0.399953000000", "40 to 60 %")).toBe("39.99%");
  expect(shownBeside("0.989953000000", "above 95%")).toBe("99.0%");
  expect(shownBeside("0.990000000000", "above 99.0%")).toBe("99.0%");
});
