import type { CallSummary } from "@headgate/contract";

const NEWEST_MS = Date.UTC(2026, 10, 20);

/** Calls of two versions of a prompt, evenly over one time. */
type Versions = Readonly<{
  spanMs: number;
  counts: Readonly<Record<string, number>>;
  /** What a call of that age writes, as a part of the span. */
  tokens: (arm: string, index: number, age: number) => number;
}>;

const versions: Readonly<Record<string, Versions>> = {
  /** The approved one answers in 80 to 119 tokens, the original in 100 to 139. */
  "prompt.brief": {
    spanMs: 600 * 60_000,
    counts: { approved: 600, original: 90 },
    tokens: (arm, index) => (arm === "approved" ? 80 : 100) + ((index * 7) % 40),
  },
  /** Answers grow from 100 tokens to 200 in this time, whatever the prompt, which saves ten. */
  "prompt.drift": {
    spanMs: 9 * 86_400_000,
    counts: { approved: 36_000, original: 4_000 },
    tokens: (arm, index, age) =>
      200 - Math.round(age * 100) + (arm === "approved" ? -10 : 0) + ((index * 7) % 5),
  },
};

const startedMs = (
  { spanMs, counts }: Pick<Versions, "spanMs" | "counts">,
  arm: string,
  index: number,
): number => NEWEST_MS - Math.floor((index / (counts[arm] ?? 1)) * spanMs);

function versionCall(
  { spanMs, counts, tokens }: Versions,
  arm: string,
  index: number,
): CallSummary {
  const age = index / (counts[arm] ?? 1);
  const written = tokens(arm, index, age);
  return {
    call_id: `${arm}-${index}`,
    started_at: new Date(startedMs({ spanMs, counts }, arm, index)).toISOString(),
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
    output_tokens: index === 3 ? null : written,
    confidence: "exact",
    effective_cost: index === 4 ? null : `0.000${250 + written}000000`,
    duration_ms: 900,
    time_to_first_token_ms: 300,
  };
}

/** A page of such calls, newest first, as the API gives it for a tag `prompt.NAME=ARM` and a range of time. */
export function callsOfVersion(query: URLSearchParams): { rows: CallSummary[]; total: number } {
  const [name = "", arm = ""] = (query.get("tag") ?? "").split("=");
  const known = versions[name];
  if (known === undefined) return { rows: [], total: 0 };
  const fromMs = Date.parse(query.get("from") ?? "");
  const toMs = Date.parse(query.get("to") ?? "");
  const inRange = Array.from({ length: known.counts[arm] ?? 0 }, (_, index) => index).filter(
    (index) => {
      const atMs = startedMs(known, arm, index);
      return atMs >= fromMs && atMs < toMs;
    },
  );
  const offset = Number(query.get("offset"));
  const page = inRange.slice(offset, offset + Number(query.get("limit")));
  return { total: inRange.length, rows: page.map((index) => versionCall(known, arm, index)) };
}
