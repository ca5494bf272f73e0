import { configSchema, type LedgerRow } from "@headgate/contract";
import { parseDollars, sum } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { advise } from "../advise.ts";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";

const START = Date.parse("2026-11-20T00:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const digestOf = (name: string): string => name.padEnd(22, "_").slice(0, 22);
const config = configSchema.parse({
  providers: { openai: { kind: "openai", base_url: "http://127.0.0.1:9/v1", api_key: "sk-none" } },
});

/** What is recommended on a constructed day of calls, where some is not wanted. */
async function adviceOn(rows: readonly LedgerRow[], dismissed: ReadonlySet<string> = new Set()) {
  const ledger = await openLedger();
  await ledger.append({ rows: [...rows], cursors: [] });
  const { advice, notSeen, read } = await advise(
    {
      ...{ ledger, config, prices: loadPriceBook(), keys: [] },
      ...{ fromMs: START, toMs: START + DAY, nowMs: START + DAY },
    },
    { dismissed },
  );
  const total = sum(
    advice.flatMap(({ id, saved_in_range: saved }) =>
      saved === null || dismissed.has(id) ? [] : [parseDollars(saved)],
    ),
  );
  expect(total).toBeLessThanOrEqual(read.spend);
  return { of: (kind: string) => advice.filter((one) => one.kind === kind), notSeen };
}
/** Hours apart, so that no cache of an hour has the answer of the one before. */
const asked = (call_id: string, hour: number, row: Partial<LedgerRow> = {}): LedgerRow =>
  ledgerRow({ call_id, started_at_ms: START + hour * HOUR, key_id: "key_1", ...row });
const noCosts = {
  ...{ list_cost: null, contracted_cost: null, effective_cost: null, billed_cost: null },
};
const facts = (digest: string, more: LedgerRow["request_facts"] = {}) => ({
  request_facts: { digest: digestOf(digest), ...more },
});

test("a question that teams and keys ask each for themselves is told, by whom, and one's own sampling again is not", async () => {
  const { of } = await adviceOn([
    asked("first", 0, facts("same")),
    asked("team", 3, { ...facts("same"), attribution: { team: "sales" }, key_id: "key_2" }),
    asked("key", 6, { ...facts("same"), key_id: "key_3" }),
    asked("again", 12, facts("same")),
    asked("once", 15, facts("other")),
    asked("refused", 18, { ...facts("same", { not_cached: "provider_tools" }), key_id: "key_4" }),
  ]);

  const [found, more] = of("repeated-work");
  expect(more).toBeUndefined();
  expect(found).toMatchObject({
    ...{ saved_in_range: "0.006000000000", depth: "facts", quality: { risk: "medium" } },
    evidence: {
      call_ids: ["team", "key"],
      figures: [
        { what: "asked first by another team", value: "1, $0.00" },
        { what: "asked first with another key", value: "1, $0.00" },
      ],
    },
  });
});

test("texts that are embedded again are told once: what the cache would answer is the cache's", async () => {
  const embedding = (id: string, hour: number, digest: string): LedgerRow =>
    asked(id, hour, {
      ...facts(digest, { deterministic: true }),
      ...{ operation: "embeddings", wire_format: "openai.embeddings" },
      ...{ request_model: "text-embedding-3-small", usage: { input: 1_000 } },
    });
  const { of } = await adviceOn([
    embedding("a", 0, "a"),
    embedding("a again", 0.5, "a"),
    embedding("b", 1, "b"),
  ]);

  expect(of("exact-cache")).toHaveLength(1);
  expect(of("re-embedding")).toEqual([]);
});

test("an embedding model is held against the one that its maker put in its place, at listed prices", async () => {
  const cost = "0.000100000000";
  const row = asked("old", 0, {
    ...{ operation: "embeddings", wire_format: "openai.embeddings" },
    ...{ request_model: "text-embedding-ada-002", usage: { input: 1_000 } },
    charge: {
      ...{ confidence: "exact", lines: [] },
      ...{ list_cost: cost, contracted_cost: cost, effective_cost: cost, billed_cost: cost },
    },
    baseline_cost: cost,
  });
  const { of, notSeen } = await adviceOn([
    row,
    asked("other", 1, { operation: "embeddings", request_model: "embed-of-ours" }),
  ]);

  // A tenth of a dollar a million tokens against two hundredths.
  expect(of("embedding-model")).toMatchObject([
    { saved_in_range: "0.000080000000", scope: { model: "text-embedding-ada-002" } },
  ]);
  expect(notSeen).toContainEqual({
    ...{ kind: "embedding-model", reason: "no equal of their model is listed", calls: 1 },
  });
});

test("answers that a filter refused or a full context ended are told apart from attempts that failed, each by its cause", async () => {
  const { of, notSeen } = await adviceOn([
    asked("filtered", 0, facts("a", { finish_reason: "refusal" })),
    asked("full", 1, facts("b", { finish_reason: "context-full" })),
    asked("slow", 2, { outcome: "timed_out" }),
    asked("limited", 3, { outcome: "provider_error", status: 429, attempt: 0, final: false }),
    asked("limited", 3, { attempt: 1 }),
    asked("gone", 4, { outcome: "client_closed" }),
    asked("fine", 5),
  ]);

  expect(of("vain-answers").map(({ saved_in_range: saved }) => saved)).toEqual([
    ...["0.003000000000", "0.003000000000"],
  ]);
  const titles = of("retries").map(({ title }) => title);
  expect(titles).toHaveLength(3);
  for (const cause of ["timed out", "rate limit", "hung up"]) {
    expect(titles.filter((title) => title.includes(cause))).toHaveLength(1);
  }
  expect(new Set(of("retries").map(({ id }) => id)).size).toBe(3);
  expect(notSeen.map(({ kind }) => kind)).toContain("retrieval-spend");
});

test("what calls cost that came to nothing is in no other saving: all together never save more than is spent", async () => {
  const { of } = await adviceOn(
    Array.from({ length: 60 }, (_, at) =>
      asked(`asked ${at}`, at / 3, {
        ...facts("same", { deterministic: true }),
        ...(at >= 6 && { outcome: "client_closed" }),
      }),
    ),
  );

  expect(of("exact-cache").length).toBeGreaterThan(0);
}, 120_000);

test("a call that failed in the end counts with the attempts before it that failed so, in one finding", async () => {
  const timedOut = { outcome: "timed_out" } as const;
  const { of } = await adviceOn([
    asked("twice", 0, { ...timedOut, attempt: 0, final: false }),
    asked("twice", 0, { ...timedOut, attempt: 1 }),
  ]);

  expect(of("retries")).toMatchObject([
    {
      saved_in_range: "0.006000000000",
      evidence: {
        call_ids: ["twice"],
        figures: [{ what: "attempts whose answer no client got whole", value: "2" }, {}],
      },
    },
  ]);
}, 120_000);

test("a finding that was dismissed takes no dollars from the others, and is told of as before", async () => {
  const rows = [
    asked("first", 0, facts("same")),
    asked("refused", 3, { ...facts("same", { finish_reason: "refusal" }), key_id: "key_2" }),
  ];
  const { of } = await adviceOn(rows);
  expect(of("vain-answers")).toEqual([]);

  const [repeated] = of("repeated-work");
  const without = await adviceOn(rows, new Set(repeated === undefined ? [] : [repeated.id]));

  expect(without.of("repeated-work")).toEqual([repeated]);
  expect(without.of("vain-answers")).toMatchObject([{ saved_in_range: "0.003000000000" }]);
}, 120_000);

test("money of simulated calls stands in no figure beside real ones", async () => {
  const { of } = await adviceOn([
    asked("real", 0),
    ...Array.from({ length: 9 }, (_, at) =>
      asked(`hung up ${at}`, at, { simulated: true, outcome: "client_closed", attribution: {} }),
    ),
    asked("vain", 10, { simulated: true, final: false, outcome: "timed_out", attribution: {} }),
    asked("unknown", 11, {
      simulated: true,
      charge: { confidence: "unknown", lines: [], ...noCosts },
      baseline_cost: null,
    }),
  ]);

  expect(of("retries")).toEqual([]);
  expect(of("unallocated")).toEqual([]);
  expect(of("unpriced")).toEqual([]);
}, 120_000);

test("passages that fill prompts are told with what they cost, and no saving is made up", async () => {
  const { of, notSeen } = await adviceOn([
    asked("rag", 0, {
      ...{ request_model: "gpt-4o-mini", prompt_parts: { system: 100, documents: 800, user: 100 } },
    }),
  ]);

  expect(of("retrieved-text")).toMatchObject([
    { dollars_per_month: null, saved_in_range: null, evidence: { call_ids: ["rag"] } },
  ]);
  expect(of("retrieved-text")[0]?.title).toContain("80 %");
  expect(notSeen).toContainEqual(expect.objectContaining({ kind: "passage-overlap", calls: 1 }));
});

test("what stands in a prompt twice is told first, and half of the passages that are left at most", async () => {
  const cost = "0.000150000000";
  const retrieved = (call_id: string, hour: number, digests: readonly string[]): LedgerRow =>
    asked(call_id, hour, {
      ...facts(call_id, {
        passages: { count: 4, bytes: 3_200, repeated_bytes: 1_200, digests },
      }),
      ...{ request_model: "gpt-4o-mini", usage: { input: 1_000, output: 0 } },
      prompt_parts: { system: 400, documents: 3_200, user: 400 },
      charge: {
        ...{ confidence: "exact", lines: [] },
        ...{ list_cost: cost, contracted_cost: cost, effective_cost: cost, billed_cost: cost },
      },
      baseline_cost: cost,
    });
  const [a, b, c] = ["passageA", "passageB", "passageC"];
  const { of, notSeen } = await adviceOn([
    retrieved("one", 0, [a, b, c, "passageD"]),
    retrieved("two", 3, [a, b, c, "passageE"]),
  ]);

  // 1,200 of 4,000 bytes are 300 tokens of 1,000, at $0.15 a million.
  expect(of("passage-overlap")).toMatchObject([
    { saved_in_range: "0.000090000000", quality: { risk: "low" }, depth: "facts" },
  ]);
  // Of the 2,800 bytes that are left 2,000 are documents: half of them are 250 tokens.
  const [half] = of("retrieved-text");
  expect(half).toMatchObject({
    saved_in_range: "0.000075000000",
    dollars_per_month: { low: "0.000000000000" },
    confidence: { level: "low" },
  });
  expect(half?.evidence.figures).toContainEqual({
    ...{ what: "of the passages had stood in an earlier prompt", value: "38 %" },
  });
  expect(notSeen.map(({ kind }) => kind)).not.toContain("passage-overlap");
});

test("bytes of a passage, and half of the passages, are of calls that tell how many passages they carry", async () => {
  const cost = "0.000150000000";
  const carrying = (call_id: string, hour: number, documents: number, row: Partial<LedgerRow>) =>
    asked(call_id, hour, {
      ...{ request_model: "gpt-4o-mini", usage: { input: 1_000, output: 0 } },
      prompt_parts: { system: 400, documents, user: 3_600 - documents },
      charge: {
        ...{ confidence: "exact", lines: [] },
        ...{ list_cost: cost, contracted_cost: cost, effective_cost: cost, billed_cost: cost },
      },
      baseline_cost: cost,
      ...row,
    });
  const { of } = await adviceOn([
    carrying(
      "told",
      0,
      3_200,
      facts("told", { passages: { count: 4, bytes: 3_200, digests: [] } }),
    ),
    carrying("untold", 3, 3_600, {}),
  ]);

  // 1,600 of 4,000 bytes are 400 tokens of 1,000, at $0.15 a million.
  expect(of("retrieved-text")).toMatchObject([{ saved_in_range: "0.000060000000" }]);
  expect(of("retrieved-text")[0]?.evidence.figures).toContainEqual({
    ...{ what: "bytes a passage", value: "800" },
  });
});
