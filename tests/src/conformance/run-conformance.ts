import { type UsageComponent, usageComponents } from "@headgate/contract";
import type { PriceBook } from "@headgate/pricing";
import { checkAnswer } from "./answer-case.ts";
import { answerCases } from "./answer-cases.ts";
import { batchCases, checkBatch } from "./batch-case.ts";
import { type PriceCell, priceMatrix } from "./price-matrix.ts";
import { checkPriceRules, type RuleResult } from "./price-rules.ts";

/** How one answer's shape was read. */
type ShapeResult = Readonly<{ provider: string; api: string; file: string; fault?: string }>;

/** One row of the table: a provider's token class in one price class. */
type ConformanceRow = Readonly<{
  provider: string;
  component: UsageComponent;
  /** Absent where no price of the component is in the book. */
  priceClass?: PriceCell["priceClass"];
  /** Answers of the provider that state the component: how many were read right, of how many. */
  shapes: Readonly<{ passed: number; tried: number }>;
  rates: Readonly<{ passed: number; tried: number }>;
  result: "pass" | "fail" | "no price" | "no answer";
  /** Why not. */
  why: string;
}>;

export type Conformance = Readonly<{
  shapes: readonly ShapeResult[];
  rows: readonly ConformanceRow[];
  rules: readonly RuleResult[];
}>;

/** Runs every answer shape, every rate of the price book and every rule of pricing. */
export function runConformance(book: PriceBook): Conformance {
  const cells = priceMatrix(book);
  return { shapes: shapeResults(), rows: rowsOf(cells), rules: checkPriceRules(book) };
}

function shapeResults(): readonly ShapeResult[] {
  const answers = answerCases.map((one) => ({ ...one, checked: checkAnswer(one) }));
  const batches = batchCases.map((one) => ({ ...one, checked: checkBatch(one) }));
  return [...answers, ...batches].map(({ provider, api, file, checked }) => ({
    provider,
    api,
    file,
    ...(!checked.pass && { fault: checked.why }),
  }));
}

function rowsOf(cells: readonly PriceCell[]): readonly ConformanceRow[] {
  const providers = new Set([
    ...answerCases.map(({ provider }) => provider),
    ...cells.map(({ provider }) => provider),
  ]);
  const rows: ConformanceRow[] = [];
  for (const provider of [...providers].sort()) {
    for (const component of usageComponents) {
      const shapes = shapesWith(provider, component);
      const priced = cells.filter(
        (cell) => cell.provider === provider && cell.component === component,
      );
      if (priced.length === 0 && shapes.tried > 0)
        rows.push(unpricedRow(provider, component, shapes, cells));
      for (const cell of priced) rows.push(pricedRow(cell, shapes));
    }
  }
  return rows;
}

/** The provider's answers that state some of the component. */
function shapesWith(provider: string, component: UsageComponent): ConformanceRow["shapes"] {
  const stating = answerCases.filter(
    (one) => one.provider === provider && (one.expected.usage[component] ?? 0) > 0,
  );
  return {
    tried: stating.length,
    passed: stating.filter((one) => checkAnswer(one).pass).length,
  };
}

/** A component that no record prices by its own name; reasoning then has the output's rate. */
function unpricedRow(
  provider: string,
  component: UsageComponent,
  shapes: ConformanceRow["shapes"],
  cells: readonly PriceCell[],
): ConformanceRow {
  const atOutput =
    component === "reasoning" &&
    cells.some((cell) => cell.provider === provider && cell.component === "output");
  const misread = shapes.passed < shapes.tried;
  return {
    provider,
    component,
    shapes,
    rates: { passed: 0, tried: 0 },
    result: misread ? "fail" : atOutput ? "pass" : "no price",
    why: misread
      ? "an answer was read wrongly"
      : atOutput
        ? "at the output's rate, which the rule below checks"
        : "no price of it is in the book",
  };
}

function pricedRow(cell: PriceCell, shapes: ConformanceRow["shapes"]): ConformanceRow {
  const { provider, component, priceClass, rates, faults } = cell;
  const failed = faults.length > 0 || shapes.passed < shapes.tried;
  return {
    provider,
    component,
    priceClass,
    shapes,
    rates: { passed: rates - faults.length, tried: rates },
    result: failed ? "fail" : shapes.tried === 0 ? "no answer" : "pass",
    why: failed
      ? (faults[0] ?? "an answer was read wrongly")
      : shapes.tried === 0
        ? "the rate is right; no answer of the suite states it"
        : "",
  };
}
