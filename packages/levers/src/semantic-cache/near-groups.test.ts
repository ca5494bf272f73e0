import { exactCacheSchema, semanticCacheSchema, type VirtualKey } from "@headgate/contract";
import { expect, onTestFinished, test, vi } from "vitest";
import { Guard } from "./calibration/guard.ts";
import { NearGroups } from "./near-groups.ts";

const key = { id: "key-1", attribution: {} } as VirtualKey;
const model = { id: "model", name: "model" };

/** The group of a namespace. */
const groupOf = (
  groups: NearGroups,
  namespace: string,
  policy: Parameters<typeof semanticCacheSchema.parse>[0],
) =>
  groups.of(key, exactCacheSchema.parse({ namespace }), semanticCacheSchema.parse(policy), model);

test("what no policy that holds names is told apart", () => {
  const groups = new NearGroups();
  const policy = (namespace: string, threshold: number) => ({
    exact_cache: exactCacheSchema.parse({ namespace }),
    semantic_cache: semanticCacheSchema.parse({ mode: "on", threshold }),
  });
  const before = groupOf(groups, "faq", { mode: "on", threshold: 0.9 });
  expect(groups.isNamed(before)).toBe(true);

  groups.hold([policy("faq", 0.95), policy("other", 0.9)], model);
  const now = groupOf(groups, "faq", { mode: "on", threshold: 0.95 });
  expect([before, now].map((group) => groups.isNamed(group))).toEqual([false, true]);
  expect([before.stats(0, false).is_retired, now.stats(0).is_retired]).toEqual([true, undefined]);

  groups.hold([policy("faq", 0.95)], { id: "another model" });
  expect(groups.isNamed(now)).toBe(false);
});

test("of guards that are too many to keep none is made plain for nothing, and a small one behind a large one is kept", () => {
  const groups = new NearGroups();
  const learn = (namespace: string, candidates: number): void => {
    const { decider } = groupOf(groups, namespace, { mode: "on", max_wrong_share: 0.1 });
    if (decider.kind !== "guarded") throw new Error(decider.kind);
    for (let at = 0; at < candidates; at += 1) decider.guard.note(Float64Array.of(0.5), undefined);
  };
  learn("small", 100);
  for (let at = 0; at < 8; at += 1) learn(`large-${at}`, 6_000);
  const made = vi.spyOn(Guard.prototype, "plain");
  onTestFinished(() => made.mockRestore());

  const kept = groups.plain();

  expect(kept.map(({ candidates }) => candidates)).toEqual([...Array(6).fill(6_000), 100]);
  expect(made).toHaveBeenCalledTimes(7);
});
