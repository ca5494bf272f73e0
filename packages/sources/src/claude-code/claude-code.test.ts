import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import type { AttemptFacts, Found } from "../source.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, tokensOf } from "../source-files.fixture.ts";
import { claudeCode } from "./source.ts";

const read = (name: string): Promise<readonly Found[]> =>
  readAll(claudeCode, fixtureFile("claude-code", name));

/** What an import makes of rows of one id: the preferred, of equals the first. */
function counted(found: readonly Found[]): readonly AttemptFacts[] {
  const rows = new Map<string, { attempt: AttemptFacts; prefer: number }>();
  for (const one of found) {
    if (one.kind !== "attempt") continue;
    const known = rows.get(one.attempt.row_id);
    const prefer = one.prefer ?? 0;
    if (known === undefined || prefer > known.prefer) {
      rows.set(one.attempt.row_id, { attempt: one.attempt, prefer });
    }
  }
  return [...rows.values()].map(({ attempt }) => attempt);
}

test("lines about one answer are one row, with the largest usage and the earliest time", async () => {
  const [first] = attemptsIn(await read("session-1.jsonl"));

  expect(first).toMatchObject({
    row_id: "claude_code:msg_01Constructed0000000001",
    started_at_ms: Date.parse("2026-11-02T09:00:02Z"),
    provider: "anthropic",
    response_model: "claude-sonnet-4-5-20250929",
    response_id: "msg_01Constructed0000000001",
    provider_request_id: "req_011Constructed00000001",
    service_tier: "standard",
    usage: { input: 10, output: 90, cache_read: 5000, cache_write_5m: 200, cache_write_1h: 0 },
    attribution: { session: "5e551000-0000-4000-8000-000000000001" },
    tags: {
      cwd: "/home/dev/shop",
      project: "shop",
      "claude_code.version": "2.0.14",
      "git.branch": "main",
    },
  });
});

test("fast answers have a tier of their own, and Claude Code's estimate is a tag", async () => {
  const [, fast] = attemptsIn(await read("session-1.jsonl"));

  expect(fast).toMatchObject({
    service_tier: "fast",
    tags: { "claude_code.cost_usd": "0.0125" },
  });
});

test("a line without a message id counts by itself, and an agent's progress by what nests in it", async () => {
  const attempts = attemptsIn(await read("session-1.jsonl"));

  expect(attempts.map(({ row_id }) => row_id)).toEqual([
    "claude_code:msg_01Constructed0000000001",
    "claude_code:msg_01Constructed0000000002",
    "claude_code:00000006-0000-4000-8000-000000000000",
    "claude_code:msg_01Constructed0000000003",
  ]);
  expect(attempts[3]).toMatchObject({
    started_at_ms: Date.parse("2026-11-02T09:04:00Z"),
    response_model: "claude-haiku-4-5-20251001",
    usage: { input: 100, output: 30 },
  });
});

test("what is no answer of a model is told, and an answer without usage is not 0", async () => {
  expect(skipsIn(await read("session-1.jsonl"))).toEqual([
    "session-1.jsonl:1: not_a_call",
    "session-1.jsonl:2: not_a_call",
    "session-1.jsonl:8: not_a_call",
    "session-1.jsonl:10: usage_unreadable",
  ]);
});

test.each([[["session-1.jsonl", "session-2.jsonl"]], [["session-2.jsonl", "session-1.jsonl"]]])(
  "a resumed session's copies and an agent's replay count once, in any order: %j",
  async (names) => {
    const found = (await Promise.all(names.map(read))).flat();
    const rows = counted(found);

    expect(rows).toHaveLength(5);
    expect(tokensOf(rows)).toMatchObject({
      input: 10 + 3 + 7 + 100 + 4,
      output: 90 + 20 + 8 + 30 + 4,
      cache_read: 5000,
      // The replay states more; the session's own line holds.
      cache_write_5m: 200,
    });
  },
);

test("an answer that Bedrock gave is Bedrock's", async () => {
  expect(attemptsIn(await read("session-2.jsonl")).at(-1)).toMatchObject({ provider: "bedrock" });
});

test("broken lines cost themselves alone", async () => {
  const line = JSON.stringify({
    sessionId: "s",
    requestId: "r",
    timestamp: "2026-11-02T09:00:00Z",
    message: { id: "m", model: "claude-haiku-4-5", usage: { input_tokens: 1, output_tokens: 1 } },
  });
  const content = [line, "{broken", line.replace("2026-11-02", "some day"), line].join("\n");

  const found = await readAll(claudeCode, memoryFile("s.jsonl", content));

  expect(attemptsIn(found)).toHaveLength(1);
  expect(skipsIn(found)).toEqual(["s.jsonl:2: row_malformed", "s.jsonl:3: time_unreadable"]);
});

test("memory is bounded: an answer that was let go comes again, and the preferred counts", async () => {
  const line = (id: number, output: number): string =>
    JSON.stringify({
      sessionId: "s",
      requestId: `r${id}`,
      timestamp: "2026-11-02T09:00:00Z",
      message: { id: `m${id}`, model: "x", usage: { input_tokens: 1, output_tokens: output } },
    });
  const many = Array.from({ length: 5000 }, (_, id) => line(id, 1));

  const found = await readAll(claudeCode, memoryFile("s.jsonl", [...many, line(0, 9)].join("\n")));

  expect(attemptsIn(found)).toHaveLength(5001);
  expect(tokensOf(counted(found))).toEqual({ input: 5000, output: 5008 });
});
