import { cascadeKey, noSnapshot, type RouteSnapshot } from "@headgate/levers";
import { expect, test } from "vitest";
import { type Learned, troublesBetween } from "./troubles-between.ts";

type Certificate =
  NonNullable<ReturnType<RouteSnapshot["certified"]["get"]>> extends ReadonlyMap<string, infer One>
    ? One
    : never;

/** Constructed: what a pool of two models is certified for, by task. */
function learned(saved: Readonly<Record<string, number>>, answers: readonly string[]): Learned {
  const dials = Object.entries(saved).map(([fingerprint, share]): [string, Certificate] => [
    fingerprint,
    { lambda: 0, lowerBound: 0.95, estimate: 0.97, saved: share, labels: 400, members: [0, 1] },
  ]);
  const evidence = { judged: 400, undecided: 0, frontier: [], models: [] };
  const certified = {
    threshold: 0.5,
    lowerBound: 0.95,
    estimate: 0.97,
    accepted: 0.7,
    labels: 400,
  };
  return {
    snapshot: {
      ...noSnapshot(["dear", "cheap"]),
      certified: new Map([[0.95, new Map(dials)]]),
      evidence: new Map(["a", "b", "c"].map((fingerprint) => [fingerprint, evidence])),
    },
    answers: new Map(
      answers.map((fingerprint) => [
        cascadeKey({ model: "cheap", fingerprint, task: undefined }, "fingerprint") ?? "",
        { judged: 400, model: undefined, certified: new Map([[0.95, certified]]) },
      ]),
    ),
  };
}

test("certificates that are gone, and those that save less than half, are told; others are not", () => {
  const before = learned({ a: 0.6, b: 0.6, c: 0.6 }, ["a", "b"]);
  const after = learned({ a: 0.35, b: 0.2 }, ["a"]);

  expect(troublesBetween(before, after, 0.95)).toEqual([
    {
      ...{ kind: "bound_dropped", fingerprint: "b" },
      note: "saved 60.0 % at a quality of at least 95.0 %, now 20.0 % at a quality of at least 95.0 %",
    },
    { kind: "certificate_lost", fingerprint: "c" },
    {
      ...{ kind: "certificate_lost", fingerprint: "b", model: "cheap" },
      note: "of its answers once they are looked at",
    },
  ]);
  expect(troublesBetween(after, before, 0.95)).toEqual([]);
  expect(troublesBetween(before, after, 0.9)).toEqual([]);
});
