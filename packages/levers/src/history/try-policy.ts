import { cachesSchema, type LeverName } from "@headgate/contract";
import { batchSaving, isCarried } from "../batch/replay.ts";
import { replayContext } from "../context/replay.ts";
import { replayExactCache } from "../exact-cache/replay.ts";
import { replayOutput } from "../output/replay.ts";
import type { LeversOfPolicy } from "../policy-for.ts";
import { replayPrefixCache } from "../prefix-cache/replay.ts";
import { isRoutable, movedTo, replayTiers } from "../route/replay.ts";
import type { History, HistoryCall } from "./history.ts";
import type { CallSaving } from "./proposal.ts";
import { byModelAndFeature } from "./scopes.ts";

/** What a lever's part of a policy would have saved on calls, beside none of it; on the others it would have done nothing. */
type TryPolicy = (
  history: Pick<History, "price" | "market">,
  calls: readonly HistoryCall[],
  policy: LeversOfPolicy,
) => Promise<readonly CallSaving[]>;

/** How one lever is tried out under a policy. */
export type PolicyTrial = Readonly<{
  lever: LeverName;
  part: Exclude<keyof LeversOfPolicy, "name">;
  /** Whether the policy lets the lever act at all. */
  isOn: (policy: LeversOfPolicy) => boolean;
  /** What of the policy cannot be tried out on a history, and why; undefined where all can. */
  whyNot: (policy: LeversOfPolicy) => string | undefined;
  attempt: TryPolicy;
}>;

const { max_bytes: maxBytes, max_entry_bytes: maxEntryBytes } = cachesSchema.parse({}).exact;

const NEEDS_TEXTS =
  "Needs the texts of requests, which are not kept: let the lever run in shadow, or on a part of the traffic.";

/** In the order in which the levers act. Each is tried out by its own code. */
export const policyTrials: readonly PolicyTrial[] = [
  {
    lever: "exact-cache",
    part: "exact_cache",
    isOn: ({ exact_cache }) => exact_cache.when !== "never",
    whyNot: () => undefined,
    attempt: async (_, calls, { exact_cache }) => {
      const spared = await replayExactCache(calls, exact_cache, { maxBytes, maxEntryBytes });
      return [...spared].map(([call, saved]) => ({ call, saved, after: "answered" }));
    },
  },
  {
    lever: "semantic-cache",
    part: "semantic_cache",
    isOn: ({ semantic_cache }) => semantic_cache.mode === "on",
    whyNot: () => NEEDS_TEXTS,
    attempt: async () => [],
  },
  {
    lever: "batch",
    part: "batch",
    isOn: ({ batch }) => batch.when === "always",
    whyNot: () => undefined,
    // Streams of such traffic stay in real time; a deadline changes no price.
    attempt: async (history, calls) =>
      calls
        .filter((call) => isCarried(call) && call.row.stream !== true)
        .map((call) => batchSaving(history, call)),
  },
  {
    lever: "route",
    part: "route",
    isOn: ({ route }) => route.mode === "on",
    whyNot: ({ route }) =>
      route.day_one === "tiers" && route.budget_per_day === undefined && route.cascade === "never"
        ? undefined
        : "What labels would certify, what a day's dollars would buy and which answers a cascade would set aside is not in a history: let it run in shadow.",
    attempt: async ({ market }, calls, { route }) => {
      if (market === undefined || route.day_one !== "tiers") return [];
      const pool = market.alternatives.filter(({ name }) => route.pool.includes(name));
      const saved: CallSaving[] = [];
      for (const call of calls) {
        const own = isRoutable(call) ? market.modelOf(call) : undefined;
        if (own === undefined) continue;
        const [tried] = await replayTiers([call], own, pool);
        if (tried?.to === undefined) continue;
        saved.push(movedTo(call, tried.to, { before: call.cost, after: tried.price }));
      }
      return saved;
    },
  },
  {
    lever: "output",
    part: "output",
    isOn: ({ output }) => output.max_tokens !== undefined || output.style !== undefined,
    whyNot: ({ output }) =>
      output.style === undefined
        ? undefined
        : "How much shorter answers in another style are is not in a history: measure it on a part of the traffic.",
    attempt: async (history, calls, { output }) => {
      const saved: CallSaving[] = [];
      for (const scoped of byModelAndFeature(calls)) {
        if (scoped.scope.operation !== "chat") continue;
        const feature = scoped.scope.feature || undefined;
        const { savings } = await replayOutput(history, scoped.calls, { feature, policy: output });
        saved.push(...savings);
      }
      return saved;
    },
  },
  {
    lever: "context",
    part: "context",
    isOn: ({ context }) => context.strategy !== "none",
    whyNot: ({ context }) =>
      context.strategy === "summary"
        ? "What summing up costs, and how long summaries are, is not in a history."
        : undefined,
    attempt: async (history, calls, { context }) => {
      if (context.strategy === "summary") return [];
      const told = calls.filter(({ row }) => row.request_facts?.prefix !== undefined);
      const { savings } = await replayContext(history, told, context);
      return savings;
    },
  },
  {
    lever: "prompt",
    part: "prompt",
    isOn: ({ prompt }) => prompt.lossless || prompt.passes.length > 0,
    whyNot: () => NEEDS_TEXTS,
    attempt: async () => [],
  },
  {
    lever: "prefix-cache",
    part: "prefix_cache",
    isOn: ({ prefix_cache }) => prefix_cache.mode === "auto",
    whyNot: () => undefined,
    attempt: async (history, calls, { prefix_cache }) => {
      const { savings } = await replayPrefixCache(history, calls, prefix_cache.ttl);
      return savings;
    },
  },
];
