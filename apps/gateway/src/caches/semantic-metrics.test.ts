import type { SemanticNamespaceStats, SemanticStats } from "@headgate/contract";
import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { registerSemanticMetrics } from "./semantic-metrics.ts";

/** Constructed. */
const group = (change: Partial<SemanticNamespaceStats>): SemanticNamespaceStats => ({
  ...{ namespace: "faq", shared_by: "team support", model: "model", mode: "on" },
  ...{ threshold: null, max_wrong_share: 0.05, switched_off: false, entries: 12 },
  ...{ lookups: 200, would_hit: 50, served: 40, right: 90, wrong: 10, not_judged: 5 },
  ...{ wrong_share: 0.1, wrong_share_bound: 0.15, certified: null },
  ...{ saved: "0.000000000000", simulated: false, saved_unknown: 0 },
  ...{ own_cost: "0.000000000000", own_cost_unknown: 0, refused: {} },
  ...change,
});

async function told(namespaces: readonly SemanticNamespaceStats[]): Promise<string> {
  const registry = new Registry();
  const rest = { entries: 0, bytes: 0, max_bytes: 0, evicted: 0 };
  const model = { embedded: 3, failed: 2, slow: 1, embedding_ms: 1_500 };
  const stats: SemanticStats = { ...rest, ...model, namespaces: [...namespaces] };
  registerSemanticMetrics(registry, { stats: () => stats });
  return await registry.metrics();
}

test("how good near answers are is told by namespace, and of nobody who shares it", async () => {
  const text = await told([
    group({}),
    group({ shared_by: "team sales", wrong_share_bound: 0.4, wrong: 3, switched_off: true }),
    group({ namespace: "new", mode: "shadow", wrong_share: null, wrong_share_bound: null }),
  ]);

  expect(text).toContain('headgate_semantic_served_total{namespace="faq"} 80');
  expect(text).toContain(
    'headgate_semantic_compared_total{namespace="faq",mode="on",result="wrong"} 13',
  );
  expect(text).toContain('headgate_semantic_wrong_share_bound{namespace="faq",mode="on"} 0.4');
  expect(text).not.toContain('headgate_semantic_wrong_share_bound{namespace="new"');
  expect(text).toContain('headgate_semantic_switched_off{namespace="faq"} 1');
  expect(text).toContain('headgate_semantic_switched_off{namespace="new"} 0');
  expect(text).toContain('headgate_semantic_texts_total{result="failed"} 2');
  expect(text).not.toContain("support");
});

test("what no policy names any more is off for nobody, and its namespace is not told", async () => {
  const off = { switched_off: true, wrong_share_bound: 0.9, is_retired: true } as const;

  const text = await told([group({}), group(off), group({ namespace: "gone", ...off })]);

  expect(text).toContain('headgate_semantic_switched_off{namespace="faq"} 0');
  expect(text).toContain('headgate_semantic_wrong_share_bound{namespace="faq",mode="on"} 0.15');
  expect(text).toContain('headgate_semantic_served_total{namespace="faq"} 80');
  expect(text).not.toContain("gone");
});

test("which namespaces are told by name does not change with who asked first", async () => {
  const many = Array.from({ length: 51 }, (_, at) => group({ namespace: `n${100 + at}` }));

  const names = (text: string) => text.match(/served_total\{namespace="[^"]+"/g)?.sort();

  expect(names(await told(many))).toEqual(names(await told(many.toReversed())));
});

test("namespaces beyond a bound are told together", async () => {
  const many = Array.from({ length: 60 }, (_, index) =>
    group({ namespace: `namespace-${index}`, served: 1 }),
  );

  const text = await told(many);

  expect(text).toContain('headgate_semantic_served_total{namespace="(others)"} 10');
  expect(text.match(/headgate_semantic_served_total\{/g)?.length).toBe(51);
});
