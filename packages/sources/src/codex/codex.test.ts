import { expect, test } from "vitest";
import { memoryFile } from "../memory-file.fixture.ts";
import { attemptsIn, fixtureFile, readAll, skipsIn, tokensOf } from "../source-files.fixture.ts";
import { codex } from "./source.ts";

const NAME = "rollout-2026-11-02T09-00-00-019a0000-0000-7000-8000-000000000001.jsonl";

test("cumulative counters are subtracted: an event is what they moved by", async () => {
  const attempts = attemptsIn(await readAll(codex, fixtureFile("codex", NAME)));

  expect(attempts.map(({ usage, request_model }) => [request_model, usage])).toEqual([
    ["gpt-5.1-codex", { input: 1000, cache_read: 0, output: 60, reasoning: 40 }],
    ["gpt-5.1-codex", { input: 1200, cache_read: 1000, output: 40, reasoning: 10 }],
    ["gpt-5.1-codex-mini", { input: 300, cache_read: 1500, output: 30, reasoning: 10 }],
    // The counters went back behind a compaction: the event's own usage holds.
    ["gpt-5.1-codex-mini", { input: 400, cache_read: 0, output: 30, reasoning: 0 }],
  ]);
  for (const attempt of attempts) expect(attempt.usage_violations).toBeUndefined();
});

test("session, folder and version are kept, and no service tier is made up", async () => {
  const [first] = attemptsIn(await readAll(codex, fixtureFile("codex", NAME)));

  expect(first).toMatchObject({
    row_id: "codex:019a0000-0000-7000-8000-000000000001:0-1000-100",
    provider: "openai",
    attribution: { session: "019a0000-0000-7000-8000-000000000001" },
    tags: {
      cwd: "/home/dev/shop",
      project: "shop",
      "git.branch": "main",
      "codex.version": "0.58.0",
      "codex.originator": "codex_cli_rs",
      "codex.plan_type": "plus",
    },
  });
  expect(first?.service_tier).toBeUndefined();
});

test("events that repeat the counters or count nothing are told, not counted", async () => {
  const skips = skipsIn(await readAll(codex, fixtureFile("codex", NAME)));

  expect(skips.filter((skip) => skip.endsWith("rollup"))).toEqual([`${NAME}:6: rollup`]);
  expect(skips.filter((skip) => skip.endsWith("not_a_call"))).toHaveLength(6);
});

test("a session has the same rows when it was moved to the archive", async () => {
  const file = fixtureFile("codex", NAME);
  const moved = { ...file, name: `archived_sessions/${NAME}` };

  expect(attemptsIn(await readAll(codex, moved))).toEqual(attemptsIn(await readAll(codex, file)));
});

test("counters that began anew and count more than before are the event's own usage", async () => {
  const event = (total: object, last: object): string =>
    JSON.stringify({
      timestamp: "2026-11-02T09:00:00Z",
      type: "event_msg",
      payload: {
        type: "token_count",
        info: { total_token_usage: total, last_token_usage: last },
      },
    });
  const short = { input_tokens: 100, output_tokens: 10 };
  const long = { input_tokens: 5000, output_tokens: 50 };
  const both = { input_tokens: 5100, output_tokens: 60 };

  const anew = [event(short, short), event(long, long), event(long, long)].join("\n");
  const on = [event(short, short), event(both, long)].join("\n");

  const restarted = attemptsIn(await readAll(codex, memoryFile("s.jsonl", anew)));
  expect(restarted.map(({ row_id, usage }) => [row_id, usage])).toEqual([
    ["codex:s:0-100-10", { input: 100, output: 10 }],
    ["codex:s:1-5000-50", { input: 5000, output: 50 }],
  ]);
  expect(tokensOf(attemptsIn(await readAll(codex, memoryFile("s.jsonl", on))))).toEqual({
    input: 5100,
    output: 60,
  });
});

test("events without a total are their last usage, and a session without a model has none", async () => {
  const event = (input_tokens: number, timestamp = "2026-11-02T09:00:00Z"): string =>
    JSON.stringify({
      timestamp,
      type: "event_msg",
      payload: {
        type: "token_count",
        info: { last_token_usage: { input_tokens, output_tokens: 1 } },
      },
    });
  const content = [
    event(5),
    event(5),
    event(6, "never"),
    '{"type":"event_msg","payload":{"type":"token_count","info":{}}}',
  ];

  const found = await readAll(codex, memoryFile("s.jsonl", content.join("\n")));

  expect(tokensOf(attemptsIn(found))).toEqual({ input: 10, output: 2 });
  expect(attemptsIn(found)[0]?.request_model).toBeUndefined();
  expect(skipsIn(found)).toEqual(["s.jsonl:3: time_unreadable", "s.jsonl:4: usage_unreadable"]);
});

/** A UUID of version 7 of a moment. */
const uuidAt = (time: string, end: string): string => {
  const hex = Date.parse(time).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${end.padStart(12, "0")}`;
};
const FORKED = "2026-11-02T10:00:00.000Z";

/** A session that was forked: its own first line, its origin's lines at the moment of the fork, and one turn of its own. */
function forkLines(turnIds: readonly [origin: string | undefined, own: string | undefined]) {
  const count = (timestamp: string, input: number, output: number) => ({
    timestamp,
    type: "event_msg",
    payload: {
      type: "token_count",
      info: {
        total_token_usage: { input_tokens: input, output_tokens: output },
        last_token_usage: { input_tokens: 100, output_tokens: 10 },
      },
    },
  });
  const turn = (timestamp: string, turn_id: string | undefined) => ({
    timestamp,
    type: "turn_context",
    payload: { model: "gpt-5.1-codex", ...(turn_id !== undefined && { turn_id }) },
  });
  const meta = (id: string, more: object = {}) => ({
    timestamp: FORKED,
    type: "session_meta",
    payload: { id, originator: "codex_cli_rs", ...more },
  });
  const origin = uuidAt("2026-11-02T09:00:00Z", "1");
  return [
    meta(uuidAt(FORKED, "2"), { forked_from_id: origin }),
    meta(origin),
    turn(FORKED, turnIds[0]),
    count(FORKED, 1000, 100),
    count("2026-11-02T10:00:00.040Z", 2000, 200),
    turn("2026-11-02T10:01:00Z", turnIds[1]),
    count("2026-11-02T10:01:30Z", 2100, 210),
  ]
    .map((line) => JSON.stringify(line))
    .join("\n");
}

test.each([
  ["ids of turns", [uuidAt("2026-11-02T09:10:00Z", "3"), uuidAt("2026-11-02T10:01:00Z", "4")]],
  ["times alone", [undefined, undefined]],
] as const)(
  "a fork counts its own turns, and not what it repeats of its origin, told by %s",
  async (_by, turnIds) => {
    const found = await readAll(codex, memoryFile("rollout-fork.jsonl", forkLines(turnIds)));

    expect(attemptsIn(found)).toMatchObject([
      {
        usage: { input: 100, output: 10 },
        attribution: { session: uuidAt(FORKED, "2") },
      },
    ]);
    expect(skipsIn(found).filter((skip) => skip.endsWith("rollup"))).toHaveLength(2);
  },
);
