import type { RecommendationStep } from "@headgate/contract";
import { expect, test } from "vitest";
import type { FollowedRecommendation } from "./recommendations.ts";
import type { StateStore } from "./store.ts";

const recommendation: FollowedRecommendation["recommendation"] = {
  id: "a1",
  kind: "exact-cache",
  phase: "quick_wins",
  lever: "exact-cache",
  scope: { model: "gpt-5", feature: "" },
  title: "Constructed",
  change: { exact_cache: { when: "always" } },
  steps: [],
  dollars_per_month: { estimate: "12.000000000000", low: null, high: null },
  saved_in_range: "1.000000000000",
  calls: { saving: 1, costing: 0, in_scope: 2 },
  unknown_calls: 0,
  evidence: { call_ids: ["c1"], figures: [{ what: "calls", value: "1" }] },
  confidence: { level: "high", reason: "Constructed." },
  quality: { risk: "none", reason: "None.", check: "None." },
  effort_hours: 0.5,
  depth: "facts",
  plan: null,
  worth_per_month: "10.000000000000",
  order: 1,
};
const step = (state: RecommendationStep["state"], at: string): RecommendationStep => ({
  state,
  at,
  by: "ann",
  note: null,
  config_version: null,
});

/** What every store does with what became of recommendations. */
export function recommendationsConformance(
  newFolder: () => Promise<string>,
  openIn: (folder: string) => Promise<StateStore>,
): void {
  test("steps of a recommendation are there for the next process, in their order", async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    const [accepted, opened] = [
      step("accepted", "2026-11-29T10:00:00.000Z"),
      step("open", "2026-11-29T11:00:00.000Z"),
    ];
    expect(await store.followedRecommendations()).toEqual([]);

    expect(await store.addRecommendationStep({ recommendation, step: accepted, after: 0 })).toBe(
      true,
    );
    // What it says later is not what was decided about.
    const later = { ...recommendation, title: "Later" };
    expect(
      await store.addRecommendationStep({ recommendation: later, step: opened, after: 1 }),
    ).toBe(true);

    expect(await (await openIn(folder)).followedRecommendations()).toEqual([
      { recommendation, steps: [accepted, opened] },
    ]);
  });

  test("what was applied is kept as it was shown then, for as long as it is not applied again", async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    const shown = (title: string) => ({ ...recommendation, title });
    const life = (["dismissed", "open", "applied", "verified"] as const).map((state, index) =>
      step(state, `2026-11-29T1${index}:00:00.000Z`),
    );
    for (const [after, one] of life.entries()) {
      await store.addRecommendationStep({
        ...{ recommendation: shown(one.state), step: one, after },
      });
    }

    const reopened = await openIn(folder);
    expect(await reopened.followedRecommendations()).toEqual([
      { recommendation: shown("applied"), steps: life },
    ]);
    const again = [
      step("open", "2026-11-29T15:00:00.000Z"),
      step("applied", "2026-11-29T16:00:00.000Z"),
    ];
    for (const [index, one] of again.entries()) {
      await reopened.addRecommendationStep({
        ...{ recommendation: shown("again"), step: one, after: life.length + index },
      });
    }
    expect(await reopened.followedRecommendations()).toEqual([
      { recommendation: shown("again"), steps: [...life, ...again] },
    ]);
  });

  test("of two who act on one state at once, one is told that it has changed", async () => {
    const store = await openIn(await newFolder());
    const dismissed = step("dismissed", "2026-11-29T10:00:00.000Z");
    const add = () => store.addRecommendationStep({ recommendation, step: dismissed, after: 0 });

    expect((await Promise.all([add(), add()])).sort()).toEqual([false, true]);
    expect(await store.followedRecommendations()).toEqual([{ recommendation, steps: [dismissed] }]);
  });
}
