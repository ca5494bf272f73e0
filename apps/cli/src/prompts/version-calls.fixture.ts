import type { CallSummary } from "@headgate/contract";

/** A constructed call of a version of a prompt: the approved one answers in 80 to 119 tokens, the original in 100 to 139. */
function versionCall(arm: string, index: number): CallSummary {
  const tokens = (arm === "approved" ? 80 : 100) + ((index * 7) % 40);
  return {
    call_id: `${arm}-${index}`,
    started_at: new Date(Date.UTC(2026, 10, 20) - index * 60_000).toISOString(),
    provider: "openai",
    model: "gpt-5-mini",
    operation: "chat",
    team: "support",
    project: null,
    feature: null,
    outcome: index % 50 === 0 ? "provider_error" : "completed",
    status: 200,
    cut: null,
    cache_status: null,
    stream: false,
    simulated: false,
    attempts: 1,
    input_tokens: 1_000,
    output_tokens: index === 3 ? null : tokens,
    confidence: "exact",
    effective_cost: index === 4 ? null : `0.000${250 + tokens}000000`,
    duration_ms: 900,
    time_to_first_token_ms: 300,
  };
}

const counts: Readonly<Record<string, number>> = { approved: 600, original: 90 };

/** A page of such calls, newest first, as the API gives it for the tag `prompt.brief=ARM`. */
export function callsOfVersion(query: URLSearchParams): { rows: CallSummary[]; total: number } {
  const [name, arm = ""] = (query.get("tag") ?? "").split("=");
  const total = name === "prompt.brief" ? (counts[arm] ?? 0) : 0;
  const offset = Number(query.get("offset"));
  const length = Math.max(0, Math.min(Number(query.get("limit")), total - offset));
  return { total, rows: Array.from({ length }, (_, at) => versionCall(arm, offset + at)) };
}
