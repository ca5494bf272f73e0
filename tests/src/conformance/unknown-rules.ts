import type { PriceRecord } from "@headgate/contract";
import type { Charge } from "@headgate/pricing";
import {
  baseRecords,
  type Finding,
  fault,
  MANY,
  type Rule,
  rate,
  unlessNone,
} from "./pricing-rule.ts";

/** What is unknown stays unknown, and what is free is free. */
export const unknownRules: readonly Rule[] = [
  {
    name: "an unknown tier is unknown, not standard",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) =>
        unknownOr(
          rate(book, input as PriceRecord, { input: MANY }, { serviceTier: "no-such-tier" }),
        ),
      ),
  },
  {
    name: "a component without a price makes the charge unknown, not less",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) => {
        const has = model.records.some(({ component }) => component === "output_video");
        const usage = { input: MANY, output_video: 1 };
        return has ? [] : unknownOr(rate(book, input as PriceRecord, usage));
      }),
  },
  {
    name: "a call without known usage is unknown, not free",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) =>
        unknownOr(rate(book, input as PriceRecord, {}, { usageOrigin: "none" })),
      ),
  },
  {
    name: "usage that contradicts itself is never an exact cost",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) => {
        const usageViolations = ["total_tokens 3 ≠ 2"];
        const charge = rate(book, input as PriceRecord, { input: MANY }, { usageViolations });
        return charge.confidence === "exact" ? [fault(`${input?.id}: is exact`)] : [];
      }),
  },
  {
    name: "counting tokens and listing models cost nothing, exactly",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input").slice(0, 1), ([input]) =>
        (["count_tokens", "list_models"] as const).flatMap((operation) => {
          const { confidence, listCost } = rate(book, input as PriceRecord, {}, { operation });
          return confidence === "exact" && listCost === 0n
            ? []
            : [fault(`${operation} is ${confidence}`)];
        }),
      ),
  },
];

const unknownOr = (charge: Charge): readonly Finding[] =>
  charge.confidence === "unknown" && charge.listCost === undefined && charge.reason !== undefined
    ? []
    : [fault(`is ${charge.confidence}: ${String(charge.listCost)} picodollars`)];
