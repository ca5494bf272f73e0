import { skipAt } from "../read/read-skip.ts";
import type { Found } from "../source.ts";
import type { CallsBelow, TraceMemory } from "./trace-memory.ts";
import type { TraceNode } from "./trace-node.ts";

/** The nodes that stand for a call, in their order, and what there is to tell of the others. */
export type ResolvedCalls<Node> = Readonly<{ calls: readonly Node[]; told: readonly Found[] }>;

/**
 * Which nodes of traces stand for a call: those of calls with none below them. Two libraries that watch the same
 * call write one node inside of the other, and agents and workflows repeat what is below them: the innermost counts,
 * and where the sums disagree that is told. A node within a call that counts nothing itself yields to the one that
 * does.
 */
export function resolveCalls<Node extends TraceNode>(
  nodes: readonly Node[],
  memory: TraceMemory,
): ResolvedCalls<Node> {
  const calls = new Set<Node>();
  const told: Found[] = [];
  const byKey = new Map(nodes.map((node) => [keyOf(node, node.id), node]));
  for (const node of innermostFirst(nodes, byKey)) {
    if (node.id !== undefined && byKey.get(keyOf(node, node.id)) !== node) {
      told.push(skipAt("rollup", node.place, "The same once more."));
      continue;
    }
    const around = node.parent === undefined ? undefined : keyOf(node, node.parent);
    const own = node.id === undefined ? undefined : keyOf(node, node.id);
    const below = memory.below(keyOf(node, node.id));
    if (below !== undefined) {
      // Whatever it is, what it holds counts for the node around it.
      if (around !== undefined) memory.add(around, own, below);
      told.push(...aroundCalls(node, below));
      continue;
    }
    const why = whyNoCall(node, byKey, memory);
    if (why !== undefined) {
      told.push(why);
      if (
        around !== undefined &&
        (node.kind === "call" || memory.isRepeatedBelow(keyOf(node, node.id)))
      )
        memory.repeats(around);
      continue;
    }
    if (around !== undefined) memory.add(around, own, { tokens: node.tokens, calls: 1 });
    if (node.answer !== undefined) {
      memory.answers(keyOf(node, node.answer), { id: node.id, tokens: node.tokens });
    }
    calls.add(node);
  }
  return { calls: nodes.filter((node) => calls.has(node)), told };
}

/** Why a node without calls below it is none either. */
function whyNoCall(
  node: TraceNode,
  byKey: ReadonlyMap<string, TraceNode>,
  memory: TraceMemory,
): Found | undefined {
  const { kind, place, name, tokens, answer } = node;
  switch (kind) {
    case "other":
      return skipAt("not_a_call", place);
    case "around": {
      const isElsewhere =
        memory.isRepeatedBelow(keyOf(node, node.id)) || callAround(node, byKey) !== undefined;
      return tokens === undefined || tokens === 0 || isElsewhere
        ? skipAt("parent_span", place, `${name}: no call below it is here.`)
        : skipAt(
            "usage_unreadable",
            place,
            `${name}: ${tokens} tokens, and no call below it is here.`,
          );
    }
    case "call": {
      const whole = tokens === undefined ? callAround(node, byKey) : undefined;
      if (whole !== undefined) {
        return skipAt("not_a_call", place, `${whole.id} is the same call, with usage.`);
      }
      const twin = answer === undefined ? undefined : memory.answered(keyOf(node, answer));
      // What is sent once more is not its own twin, and counts are not left out for one without any.
      return twin === undefined ||
        (twin.id !== undefined && twin.id === node.id) ||
        (twin.tokens === undefined && tokens !== undefined)
        ? undefined
        : skipAt("rollup", place, `${twin.id ?? "Another"} is the same answer.`);
    }
    default:
      return kind satisfies never;
  }
}

function aroundCalls(
  { kind, place, name, tokens }: TraceNode,
  below: CallsBelow,
): readonly Found[] {
  if (kind === "other") return [skipAt("not_a_call", place)];
  const skip = skipAt("parent_span", place, name);
  if (tokens === undefined || below.tokens === undefined || tokens === below.tokens) return [skip];
  return [
    skip,
    {
      kind: "warning",
      warning: "A parent's tokens are not the sum of the calls below it; the calls count.",
      place: `${place}: ${tokens} tokens, ${below.tokens} below it`,
    },
  ];
}

const keyOf = ({ trace }: TraceNode, id: string | undefined): string => `${trace} ${id}`;

/** The call around a node that counts tokens; nodes between them are passed over. */
function callAround(node: TraceNode, byKey: ReadonlyMap<string, TraceNode>): TraceNode | undefined {
  for (const around of ancestors(node, byKey)) {
    if (around.kind === "call" && around.tokens !== undefined) return around;
  }
  return undefined;
}

/** A trace may say of itself that it is endless. */
const DEEPEST = 200;

function* ancestors(node: TraceNode, byKey: ReadonlyMap<string, TraceNode>): Generator<TraceNode> {
  let at: TraceNode = node;
  for (let depth = 0; depth < DEEPEST && at.parent !== undefined; depth += 1) {
    const parent = byKey.get(keyOf(at, at.parent));
    if (parent === undefined) return;
    yield parent;
    at = parent;
  }
}

/** Nodes by how many of their ancestors are here, deepest first; of one depth in their order. */
function innermostFirst<Node extends TraceNode>(
  nodes: readonly Node[],
  byKey: ReadonlyMap<string, TraceNode>,
): readonly Node[] {
  const measured = nodes.map((node) => ({ node, depth: [...ancestors(node, byKey)].length }));
  measured.sort((left, right) => right.depth - left.depth);
  return measured.map(({ node }) => node);
}
