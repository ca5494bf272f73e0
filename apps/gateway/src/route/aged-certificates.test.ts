import { type CascadeScope, cascadeKey, noSnapshot } from "@headgate/levers";
import { expect, test } from "vitest";
import { withoutAged } from "./aged-certificates.ts";
import type { Learned } from "./troubles-between.ts";

const DAY_MS = 86_400_000;
const of = { model: "cheap", fingerprint: "desk", task: undefined };
const keyOf = (scope: CascadeScope): string => cascadeKey(of, scope) ?? "";

/** What is certified of the answers to one task, and of all of the pool, by labels of that time. */
function learned(newestAtMs: number | undefined): Learned {
  const certified = { threshold: 0.5, lowerBound: 0.95, estimate: 0.97, accepted: 0.7 };
  const evidence = {
    ...{ judged: 400, model: undefined, newestAtMs },
    certified: new Map([[0.95, { ...certified, labels: 400 }]]),
  };
  const judged = { judged: 400, undecided: 0, frontier: [], models: [] };
  return {
    snapshot: { ...noSnapshot(["dear", "cheap"]), evidence: new Map([["desk", judged]]) },
    answers: new Map([
      [keyOf("fingerprint"), evidence],
      [keyOf("pool"), evidence],
    ]),
  };
}

test("what certifies a model's answers to a task ends with its age too; what only sets more of them aside stays", () => {
  const young = withoutAged(learned(5), 30 * DAY_MS);
  expect(young).toEqual({ learned: learned(5), ended: [], untilMs: 5 + 30 * DAY_MS });

  const aged = withoutAged(learned(5), 5 + 30 * DAY_MS);
  expect(aged.ended).toEqual([{ fingerprint: "desk", model: "cheap", newestAtMs: 5 }]);
  expect(aged.untilMs).toBe(Number.POSITIVE_INFINITY);
  expect(aged.learned.answers.get(keyOf("fingerprint"))?.certified.size).toBe(0);
  expect(aged.learned.answers.get(keyOf("pool"))?.certified.size).toBe(1);
});

test("a certificate of which it is not known how old it is holds", () => {
  expect(withoutAged(learned(undefined), 900 * DAY_MS).ended).toEqual([]);
});
