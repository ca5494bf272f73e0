import { expect, test } from "vitest";
import { all, memoryFile } from "../memory-file.fixture.ts";
import type { AttemptFacts, Found, SourceFile } from "../source.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, tokensOf } from "../source-files.fixture.ts";
import { claudeCode } from "./source.ts";

const read = (name: string): Promise<readonly Found[]> =>
  readAll(claudeCode, fixtureFile("claude-code", name));

/** What an import of files holds: all are read with one signal, and of rows of one id the last stays. */
async function imported(files: readonly SourceFile[]): Promise<readonly AttemptFacts[]> {
  const { signal } = new AbortController();
  const rows = new Map<string, AttemptFacts>();
  for (const file of files) {
    for (const attempt of attemptsIn(await all(claudeCode.read(file, { signal })))) {
      rows.set(attempt.row_id, attempt);
    }
  }
  return [...rows.values()];
}

/** A line with ids that are not Anthropic's. */
const line = (message: string, request: string, output: number, more: object = {}): string =>
  JSON.stringify({
    sessionId: "s",
    requestId: request,
    timestamp: "2026-11-02T09:00:00Z",
    message: { id: message, model: "x", usage: { input_tokens: 1, output_tokens: output } },
    ...more,
  });

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

test("an answer that was served in the United States alone has that region, at Anthropic", async () => {
  const served = (id: string): string =>
    line(id, `req_${id}`, 1, {
      message: {
        id,
        model: "x",
        usage: { input_tokens: 1, output_tokens: 1, inference_geo: "us" },
      },
    });
  const text = [served("msg_01a"), served("msg_bdrk_01b")].join("\n");

  const [anthropic, bedrock] = await imported([memoryFile("session.jsonl", text)]);

  expect(anthropic).toMatchObject({ provider: "anthropic", region: "us" });
  expect(bedrock).not.toHaveProperty("region");
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
    const rows = await imported(names.map((name) => fixtureFile("claude-code", name)));

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

test.each([
  [["a", "b"], 2],
  [["a", "side"], 1],
  [["side", "a"], 1],
  [["side", "a", "b"], 2],
  [["a", "copy", "side"], 1],
])(
  "ids that a proxy made count with the request, or alone where an agent repeats: %j",
  async (names, rows) => {
    const lines: Readonly<Record<string, string>> = {
      a: line("m1", "r1", 5),
      b: line("m1", "r2", 7),
      copy: line("m1", "r1", 4, { sessionId: "t" }),
      side: line("m1", "r3", 9, { isSidechain: true }),
    };

    const found = await imported(
      names.map((name) => memoryFile(`${name}.jsonl`, lines[name] ?? "")),
    );

    expect(found).toHaveLength(rows);
    expect(tokensOf(found).output).toBe(names.includes("b") ? 12 : 5);
  },
);

test("copies in other files are told", async () => {
  const { signal } = new AbortController();
  const read = (name: string) =>
    all(claudeCode.read(memoryFile(name, line("m1", "r1", 5)), { signal }));

  expect(skipsIn(await read("one.jsonl"))).toEqual([]);
  expect(skipsIn(await read("two.jsonl"))).toEqual(["two.jsonl:1: rollup"]);
});

test("an answer that Bedrock gave is Bedrock's", async () => {
  expect(attemptsIn(await read("session-2.jsonl")).at(-1)).toMatchObject({ provider: "bedrock" });
});

test("broken lines cost themselves alone", async () => {
  const whole = line("m", "r", 1);
  const content = [whole, "{broken", whole.replace("2026-11-02", "some day"), whole].join("\n");

  const found = await readAll(claudeCode, memoryFile("s.jsonl", content));

  expect(attemptsIn(found)).toHaveLength(1);
  expect(skipsIn(found)).toEqual(["s.jsonl:2: row_malformed", "s.jsonl:3: time_unreadable"]);
});

test("memory is bounded: an answer that was let go comes again when it grew", async () => {
  const many = Array.from({ length: 5000 }, (_, id) => line(`m${id}`, `r${id}`, 1));
  const file = memoryFile("s.jsonl", [...many, line("m0", "r0", 9)].join("\n"));

  expect(attemptsIn(await readAll(claudeCode, file))).toHaveLength(5001);
  expect(tokensOf(await imported([file]))).toEqual({ input: 5000, output: 5008 });
});

test("what was used beside the answer is in its row, piece by piece", async () => {
  const usage = {
    input_tokens: 2400,
    output_tokens: 130,
    iterations: [
      { type: "message", input_tokens: 1100, output_tokens: 90 },
      { type: "advisor_message", model: "claude-opus-4-8", input_tokens: 2600, output_tokens: 700 },
      { type: "message", input_tokens: 1300, output_tokens: 40 },
    ],
  };
  const text = line("msg_1", "req_1", 1, {
    message: { id: "msg_1", model: "claude-sonnet-4-6", usage },
  });

  expect(attemptsIn(await readAll(claudeCode, memoryFile("s.jsonl", text)))).toMatchObject([
    {
      usage: { input: 1300, output: 40 },
      other_usage: [
        { model: "claude-sonnet-4-6", usage: { input: 1100, output: 90 } },
        { model: "claude-opus-4-8", usage: { input: 2600, output: 700 } },
      ],
    },
  ]);
});
