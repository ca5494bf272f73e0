import { loadPriceBook, rateUsage } from "@headgate/pricing";
import { expect, test } from "vitest";
import { checkAnswer } from "./answer-case.ts";
import { answerCases } from "./answer-cases.ts";
import { batchCases, checkBatch } from "./batch-case.ts";
import { atMs } from "./day.ts";
import { priceMatrix } from "./price-matrix.ts";
import { checkPriceRules } from "./price-rules.ts";

const book = loadPriceBook();

test.each(answerCases)("$provider, $api: $file is read as it must be", (one) => {
  expect(checkAnswer(one)).toEqual({ pass: true });
});

test.each(batchCases)("$provider, $api: only what was answered has usage", (one) => {
  expect(checkBatch(one)).toEqual({ pass: true });
});

test.each(priceMatrix(book))("$provider: $component is priced as $priceClass", ({ faults }) => {
  expect(faults).toEqual([]);
});

test.each(checkPriceRules(book).filter(({ checked }) => checked > 0))(
  "$provider: $rule",
  ({ faults }) => {
    expect(faults).toEqual([]);
  },
);

/** Contracted capacity has no public price by the token. */
const contracted = ["priority"];

test.each(answerCases.filter(({ expected }) => expected.serviceTier !== undefined))(
  "$provider, $api: the service tier of $file is one that a price can be looked up for",
  (one) => {
    const { serviceTier = "" } = one.expected;
    const charge = rateUsage(book, {
      provider: one.provider,
      models: ["a model that no book knows"],
      usage: { input: 1 },
      usageOrigin: "provider",
      serviceTier,
      operation: "chat",
      atMs,
    });

    const isContracted = one.provider === "anthropic" && contracted.includes(serviceTier);
    expect(charge.reason).toMatch(isContracted ? /contracted commitment/ : /no model|not known/);
    expect(charge.reason).not.toContain("service tier");
  },
);

test("every rule of pricing could be tried on some provider", () => {
  const tried = new Map<string, number>();
  for (const { rule, checked } of checkPriceRules(book)) {
    tried.set(rule, (tried.get(rule) ?? 0) + checked);
  }

  expect([...tried].filter(([, checked]) => checked === 0)).toEqual([]);
});
