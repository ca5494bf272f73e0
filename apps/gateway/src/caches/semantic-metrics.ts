import type { SemanticNamespaceStats, SemanticStats } from "@headgate/contract";
import type { SemanticCache } from "@headgate/levers";
import { Counter, Gauge, type Registry } from "prom-client";

/** Policies name a few; of more, the rest by name is told together. */
const MOST_NAMESPACES = 50;
const OTHERS = "(others)";

/** What can be told of near questions: by namespace, never by who shares one, and of so many of them. */
export function registerSemanticMetrics(
  registry: Registry,
  cache: Pick<SemanticCache, "stats">,
): void {
  const registers = [registry];
  const stats = oncePerTurn(() => cache.stats());
  new Counter({
    name: "headgate_semantic_texts_total",
    help: "Questions for the semantic cache: embedded, failed by the model, or too slow for their call.",
    labelNames: ["result"],
    registers,
    collect() {
      this.reset();
      const { embedded, failed, slow } = stats();
      for (const [result, count] of Object.entries({ embedded, failed, slow }))
        this.inc({ result }, count);
    },
  });
  new Counter({
    name: "headgate_semantic_embedding_seconds_total",
    help: "Seconds that questions waited for their vectors.",
    registers,
    collect() {
      this.reset();
      this.inc(stats().embedding_ms / 1_000);
    },
  });
  new Counter({
    name: "headgate_semantic_served_total",
    help: "Near questions that were answered, by namespace.",
    labelNames: ["namespace"],
    registers,
    collect() {
      this.reset();
      for (const [namespace, groups] of byNamespace(stats()))
        for (const { served } of groups) this.inc({ namespace }, served);
    },
  });
  new Counter({
    name: "headgate_semantic_compared_total",
    help: "Answers that near questions could have been given, compared with a fresh one: right, wrong or not_judged, by namespace and by whether it serves or is in shadow.",
    labelNames: ["namespace", "mode", "result"],
    registers,
    collect() {
      this.reset();
      for (const [namespace, groups] of byNamespace(stats())) {
        for (const { mode, right, wrong, not_judged } of groups) {
          this.inc({ namespace, mode, result: "right" }, right);
          this.inc({ namespace, mode, result: "wrong" }, wrong);
          this.inc({ namespace, mode, result: "not_judged" }, not_judged);
        }
      }
    },
  });
  new Gauge({
    name: "headgate_semantic_wrong_share_bound",
    help: "Upper bound, at 90 % confidence, of the wrong share of compared answers since the gateway started: the highest of those who share the namespace; absent where none was compared.",
    labelNames: ["namespace", "mode"],
    registers,
    collect() {
      this.reset();
      for (const [namespace, groups] of byNamespace(stats())) {
        for (const mode of ["on", "shadow"] as const) {
          const bounds = groups
            .filter(isCurrent)
            .flatMap((group) =>
              group.mode === mode && group.wrong_share_bound !== null
                ? [group.wrong_share_bound]
                : [],
            );
          if (bounds.length > 0) this.set({ namespace, mode }, Math.max(...bounds));
        }
      }
    },
  });
  new Gauge({
    name: "headgate_semantic_switched_off",
    help: "Of those who share a namespace, how many are served nothing since compared answers were wrong too often.",
    labelNames: ["namespace"],
    registers,
    collect() {
      this.reset();
      for (const [namespace, groups] of byNamespace(stats()))
        this.set(
          { namespace },
          groups.filter((group) => isCurrent(group) && group.switched_off).length,
        );
    },
  });
}

const isCurrent = ({ is_retired }: SemanticNamespaceStats): boolean => is_retired !== true;

/**
 * Those that a policy names, by name: which ones are told is not to change with who asked first. What is beyond the bound goes together.
 * What was counted under an earlier wording of a policy still counts: a counter goes up alone.
 */
function byNamespace({
  namespaces,
}: Pick<SemanticStats, "namespaces">): ReadonlyMap<string, readonly SemanticNamespaceStats[]> {
  const current = [
    ...new Set(namespaces.filter(isCurrent).map(({ namespace }) => namespace)),
  ].sort();
  const own = new Set(current.slice(0, MOST_NAMESPACES));
  const others = new Set(current.slice(MOST_NAMESPACES));
  const found = new Map<string, SemanticNamespaceStats[]>();
  for (const group of namespaces) {
    const isOwn = own.has(group.namespace);
    if (!isOwn && !others.has(group.namespace)) continue;
    const name = isOwn ? group.namespace : OTHERS;
    const before = found.get(name);
    if (before === undefined) found.set(name, [group]);
    else before.push(group);
  }
  return found;
}

/** All metrics of one answer are collected in one turn, and bounds of a thousand groups are dear to work out. */
function oncePerTurn<Value>(read: () => Value): () => Value {
  let known: Readonly<{ value: Value }> | undefined;
  return () => {
    if (known === undefined) {
      known = { value: read() };
      queueMicrotask(() => {
        known = undefined;
      });
    }
    return known.value;
  };
}
