import { expect, test } from "vitest";
import { dialChange, dialView } from "./dial-model.ts";
import { routingReport, withPool } from "./routing.fixture.ts";

const stepTo = (value: string, report = routingReport) => {
  const step = dialView(report, "support")?.steps.find((one) => one.value === value);
  if (step === undefined) throw new Error(`there is no step ${value}`);
  return step;
};

test("the dial stands at what holds, and choosing what is configured gives it back", () => {
  const dial = dialView(withPool({ quality: 0.9 }), "support");
  expect(dial?.now).toBe("0.9");
  expect(dial?.steps.map(({ turn }) => turn.quality)).toEqual([0.8, 0.85, 0.9, null, 0.98, 1]);
});

test("a configured promise that is no notch is a step too", () => {
  const dial = dialView(withPool({ quality_configured: 0.93, quality: 0.93 }), "support");
  expect(dial?.steps.map(({ value }) => value)).toEqual([
    "0.8",
    "0.85",
    "0.9",
    "0.93",
    "0.95",
    "0.98",
    "1",
  ]);
});

test("where dollars a day decide there is no dial", () => {
  expect(dialView(withPool({ budget_per_day: "25" }), "support")).toBeUndefined();
  expect(dialView(routingReport, "another")).toBeUndefined();
});

test("before it is turned, each task says what changes for it", () => {
  expect(dialChange(routingReport, stepTo("0.9"))).toEqual({
    sentence:
      "Calls of support keep 90.0% of the reference's quality instead of 95.0% from the next call on.",
    tasks: [
      {
        key: "openai/gpt-4o+openai/gpt-4o-mini 0123456789abcdef",
        name: "faq",
        calls: 1_000,
        before: "41.0% saved",
        after: "62.0% saved",
      },
    ],
    same: "1 task as before",
  });
});

test("what the gateway does not tell of a promise is not known, and giving back is said", () => {
  const turned = withPool({ quality: 0.9 });
  expect(dialChange(turned, stepTo("0.95", turned)).sentence).toContain("configuration decides");
  expect(dialChange(routingReport, stepTo("0.8")).tasks[0]?.after).toBe("not known");
});
