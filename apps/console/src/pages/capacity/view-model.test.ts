import { commitmentsFileSchema, planGpusRequest } from "@headgate/contract";
import { expect, test } from "vitest";
import { firstOffers, offerLines } from "./commitments-model.ts";
import { firstFleet } from "./machines-model.ts";
import { ageText } from "./plan-text.ts";
import { readJsonText } from "./read-json-text.ts";

test("what stands in the forms at first is what the API takes", () => {
  expect(commitmentsFileSchema.parse(readJsonText(firstOffers)).offers).toHaveLength(2);
  expect(planGpusRequest.parse(readJsonText(firstFleet)).machines).toHaveLength(1);
});

test("a text that is no JSON, or no object, is refused in plain words", () => {
  expect(() => readJsonText("offers: []")).toThrow("The text is not JSON");
  expect(() => readJsonText("[]")).toThrow("no object");
});

test("an offer without a plan says what is missing, and shows no dollars", () => {
  const reason = {
    why: "missing",
    place: "offers.0.price",
    text: "Nobody publishes it.",
    mend: "Enter it.",
  } as const;

  expect(
    offerLines([{ offer: "tier", part: "input", plan: { kind: "no_plan", reasons: [reason] } }]),
  ).toEqual([
    {
      name: "tier, input",
      buy: "no plan",
      saves: "not known",
      regret: "not known",
      notes: ["offers.0.price: Nobody publishes it. Enter it."],
    },
  ]);
});

test("credits tell when they are used up, and what expires", () => {
  const dollars = (estimate: string) => ({ low: "1", estimate, high: "9", basis: "samples" });
  const [line] = offerLines([
    {
      offer: "gift",
      part: null,
      plan: {
        kind: "credits",
        used_up_on: null,
        used: dollars("5"),
        forfeited: dollars("2"),
        saving: dollars("3"),
        notes: [],
      },
    },
  ]);

  expect(line).toMatchObject({
    buy: "not used up in time",
    saves: "$3.00 ($1.00 to $9.00) in all",
    notes: ["Expires unused: $2.00 ($1.00 to $9.00)."],
  });
});

test("a price has its age; what the user entered has none", () => {
  const source = { what: "p5.48xlarge", value: "$55.04", source: "a list" };

  expect(ageText({ ...source, read_on: "2026-11-20", age_days: 9 })).toBe(
    "9 days, read on 2026-11-20",
  );
  expect(ageText({ ...source, read_on: null, age_days: null })).toBe("entered by you");
});
