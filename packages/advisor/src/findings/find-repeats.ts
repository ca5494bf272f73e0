import { counted } from "@headgate/contract";
import type { CallSaving, HistoryCall } from "@headgate/levers";
import { displayDollars, picodollars } from "@headgate/money";
import type { Finding } from "./advice-of-finding.ts";
import type { LeftCalls } from "./left-calls.ts";

/** How who asks again stands to who asked first. */
const askers = {
  team: "asked first by another team",
  key: "asked first with another key",
  session: "asked first in another session",
  same: "asked again by the same, later than the cache keeps",
} as const;
type Asker = keyof typeof askers;
type Repeat = CallSaving & Readonly<{ asker: Asker }>;

/** The same question, asked again by others: beyond what the exact cache would have answered. */
export function findRepeatedWork(left: LeftCalls): readonly Finding[] {
  const repeats = repeatsOf(left.calls, "chat").filter(({ asker }) => asker !== "same");
  const named = { kind: "repeated-work", scope: { operation: "chat" } } as const;
  const taken = left.take(named, repeats);
  if (taken === undefined) return [];
  return [
    {
      ...{ ...named, phase: "quick_wins", ...taken },
      title: `Answer ${counted(repeats.length, "question")} once that teams, keys or sessions asked each for themselves`,
      steps: [
        "Bind the keys to a team or organisation, and let them share answers: policies[].exact_cache.share in headgate.yaml.",
        "Where they lie further apart, raise ttl_minutes, or have the application keep the answer.",
      ],
      figures: figuresOf(repeats),
      confidence: {
        level: "medium",
        reason:
          "The requests are the same, letter by letter; whether their askers may see each other's answers is not known.",
      },
      quality: {
        risk: "medium",
        reason: "One answer stands for all who ask, and may be older than they think.",
        check: "Set aside a share of calls with x-headgate-cache: bypass and compare the answers.",
      },
      effortHours: 4,
      depth: "facts",
    },
  ];
}

/** Texts that were embedded again though neither they nor the model had changed. */
export function findReEmbedding(left: LeftCalls): readonly Finding[] {
  const repeats = repeatsOf(left.calls, "embeddings");
  const named = { kind: "re-embedding", scope: { operation: "embeddings" } } as const;
  const taken = left.take(named, repeats);
  if (taken === undefined) return [];
  return [
    {
      ...{ ...named, phase: "quick_wins", ...taken },
      title: `Keep the vectors of texts that have not changed: ${counted(repeats.length, "request")} embedded the same again`,
      steps: [
        "Keep a digest of each text beside its vector, and embed only those whose digest is another.",
        "Or let the exact cache keep vectors for longer, and share them: ttl_minutes and share in policies[].exact_cache.",
      ],
      figures: figuresOf(repeats),
      confidence: {
        level: "high",
        reason:
          "The requests are the same, letter by letter. Texts that come again beside others are not seen: there may be more.",
      },
      effortHours: 8,
      depth: "facts",
    },
  ];
}

function repeatsOf(
  calls: readonly HistoryCall[],
  operation: "chat" | "embeddings",
): readonly Repeat[] {
  const first = new Map<string, HistoryCall>();
  return calls.flatMap((call): Repeat[] => {
    const { row } = call;
    const digest = row.request_facts?.digest;
    if (digest === undefined || row.operation !== operation || row.outcome !== "completed")
      return [];
    if (row.request_facts?.not_cached !== undefined) return [];
    const before = first.get(digest);
    if (before === undefined) {
      first.set(digest, call);
      return [];
    }
    return [{ call, saved: call.cost, after: "answered", asker: askerOf(before, call) }];
  });
}

function askerOf({ row: before }: HistoryCall, { row }: HistoryCall): Asker {
  if (row.attribution.team !== before.attribution.team) return "team";
  if (row.key_id !== before.key_id) return "key";
  return row.attribution.session === before.attribution.session ? "same" : "session";
}

const figuresOf = (repeats: readonly Repeat[]): Finding["figures"] =>
  (Object.keys(askers) as Asker[]).flatMap((asker) => {
    const of = repeats.filter((one) => one.asker === asker);
    const known = of.reduce((sum, { saved }) => (saved === undefined ? sum : sum + saved), 0n);
    return of.length === 0
      ? []
      : [{ what: askers[asker], value: `${of.length}, ${displayDollars(picodollars(known))}` }];
  });
