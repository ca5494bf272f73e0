import { type ContextPolicy, contextSchema, type NotProposed } from "@headgate/contract";
import type { History, Proposed } from "../history/history.ts";
import { type ProposalDraft, savedBy } from "../history/proposal.ts";
import { byModelAndFeature, scopeText } from "../history/scopes.ts";
import { replayContext } from "./replay.ts";

/** Results are not cut when they come in: how many there are, and how long each is, no row tells. */
const change = {
  strategy: "auto",
  entry_cap_tokens: 1_000_000,
} as const satisfies Partial<ContextPolicy>;

/** Tries the clearing of old tool results out on a history's conversations. */
export async function proposeContext(history: History): Promise<Proposed> {
  const proposals: ProposalDraft[] = [];
  const notProposed: NotProposed[] = [];
  const policy = contextSchema.parse(change);
  for (const { scope, calls } of byModelAndFeature(history.calls)) {
    const withResults = calls.filter(({ row }) => row.prompt_parts?.tool_results !== undefined);
    if (withResults.length === 0) continue;
    const told = calls.filter(({ row }) => row.request_facts?.prefix !== undefined);
    const { savings, sessions, decisions } = await replayContext(history, told, policy);
    if (savedBy(savings) <= 0n) {
      const reason =
        told.length === 0
          ? "Needs digests of prompts, which these calls' rows lack or which are too short to have any."
          : `Clearing old tool results would not have paid: ${sessions} conversations of several requests were seen.`;
      notProposed.push({ lever: "context", scope, reason, calls: withResults.length });
      continue;
    }
    proposals.push({
      lever: "context",
      scope,
      title: `Clear old tool results from conversations with ${scopeText(scope)} where that pays`,
      change: { context: change },
      savings,
      inScope: calls.length,
      figures: [
        { what: "conversations of several requests", value: String(sessions) },
        { what: "times that a history would have become shorter", value: String(decisions) },
        { what: "calls with a shorter history", value: String(savings.length) },
      ],
      confidence: {
        level: "medium",
        reason:
          "The lever's own rule decided on these conversations; how long messages are is told by the bytes of their parts, and answers are taken to be what they were.",
      },
      quality: {
        risk: "medium",
        reason:
          "The model no longer sees old results, but a handle to have them by; it may ask again, or go without.",
        check:
          "Compare the length of conversations, their outcomes and repeated tool calls before and after.",
      },
      effortHours: 2,
      depth: history.depth,
    });
  }
  return { proposals, notProposed };
}
