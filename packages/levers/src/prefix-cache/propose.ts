import type { NotProposed } from "@headgate/contract";
import type { History, HistoryCall, Proposed } from "../history/history.ts";
import { type ProposalDraft, savedBy } from "../history/proposal.ts";
import { byModel, type ScopedCalls, scopeText } from "../history/scopes.ts";
import { tellsOfRequest } from "../history/tells-of-request.ts";
import { type PrefixReplay, replayPrefixCache } from "./replay.ts";

/** Tries the marking of prompts out on a history, model by model. */
export async function proposePrefixCache(history: History): Promise<Proposed> {
  const proposals: ProposalDraft[] = [];
  const notProposed: NotProposed[] = [];
  for (const scoped of byModel(history.calls)) {
    if (scoped.scope.operation !== "chat") continue;
    const untold = scoped.calls.filter(({ row }) => !tellsOfRequest(row)).length;
    if (untold > 0) {
      notProposed.push(
        reasoned(scoped, "Needs digests of prompts, which these rows lack.", untold),
      );
    }
    const replay = await replayPrefixCache(history, scoped.calls);
    if (savedBy(replay.savings) > 0n) proposals.push(draftOf(history, scoped, replay));
    else {
      const why = whyNot(scoped, replay);
      if (why !== undefined) notProposed.push(reasoned(scoped, why, scoped.calls.length));
    }
  }
  return { proposals, notProposed };
}

const reasoned = ({ scope }: ScopedCalls, reason: string, calls: number): NotProposed => ({
  lever: "prefix-cache",
  scope,
  reason,
  calls,
});

function whyNot({ calls }: ScopedCalls, { markable, savings }: PrefixReplay): string | undefined {
  const long = calls.filter(({ row }) => row.request_facts?.prefix !== undefined);
  if (long.length === 0) return undefined;
  if (long.every(isMarked)) return "Its prompts are marked already.";
  if (markable === 0) {
    return "Its provider keeps nothing by markers, or the model is not known to take any.";
  }
  if (savings.some(({ saved }) => saved === undefined)) {
    return "What marked prompts cost is not known: the price book has no price for it.";
  }
  return "Prompts are not used again soon enough for a marker to pay.";
}

const isMarked = ({ row }: HistoryCall): boolean =>
  row.request_facts?.prefix?.marked === true ||
  row.changes?.some(({ lever }) => lever === "prefix-cache") === true;

function draftOf(history: History, scoped: ScopedCalls, replay: PrefixReplay): ProposalDraft {
  const { scope, calls } = scoped;
  return {
    lever: "prefix-cache",
    scope,
    title: `Mark prompts to ${scopeText(scope)} for the provider's cache where that pays`,
    change: { prefix_cache: { mode: "auto" } },
    savings: replay.savings,
    inScope: calls.length,
    figures: [
      { what: "prompts that could be marked", value: String(replay.markable) },
      { what: "marked for five minutes", value: String(replay.marked["5m"]) },
      { what: "marked for an hour", value: String(replay.marked["1h"]) },
    ],
    confidence: {
      level: "medium",
      reason:
        "Marks were chosen by the lever's own rules on these calls' digests; tokens are divided by bytes, and a provider can forget earlier than it says.",
    },
    quality: {
      risk: "none",
      reason: "The model reads the same prompt; markers are no part of it.",
      check:
        "The provider's own usage tells what was read and written; headgate cache shows it by model.",
    },
    effortHours: 0.5,
    depth: history.depth,
  };
}
