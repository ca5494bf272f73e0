import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { replayResultSchema } from "@headgate/contract";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { managementApi } from "../management/management-api.ts";
import { type StandIn, type StandInOptions, startStandIn } from "../stand-in-headgate.fixture.ts";
import { chatRequest } from "./chat-request.ts";
import { paced } from "./paced.ts";
import { progressText } from "./progress.ts";
import { type ReplayOptions, runReplay } from "./run-replay.ts";
import { scanTrace } from "./scan-trace.ts";

let folder: string;
let file: string;
let standIn: StandIn | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-replay-"));
  file = join(folder, "trace.csv");
  writeFileSync(file, "ContextTokens,GeneratedTokens\n1,10\n20,0\nbad,row\n300,30\n");
});
afterEach(async () => {
  await standIn?.close();
  standIn = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function replay(standInOptions: StandInOptions, options: Partial<ReplayOptions> = {}) {
  standIn ??= await startStandIn(standInOptions);
  return runReplay({
    api: managementApi({ url: standIn.url, adminKey: undefined }),
    file,
    model: "gpt-4o-mini",
    concurrency: 2,
    speed: undefined,
    limit: undefined,
    key: undefined,
    maySpend: false,
    talkTo: new PassThrough(),
    ...options,
  });
}

test("every readable row is sent with exactly its words, under a key that is revoked at the end", async () => {
  const result = await replay({});

  expect(replayResultSchema.parse(result)).toMatchObject({
    rows: 3,
    sent: 3,
    skipped_as_known: 0,
    failed: 0,
    unreadable_rows: 1,
    unreadable_lines: [4],
    list_cost: "1.155000000000",
  });
  expect(Object.fromEntries(standIn?.calls ?? [])).toEqual({
    [`replay-${result.replay}-1`]: { words: 1, outputTokens: 10, key: "Bearer hg_secret" },
    [`replay-${result.replay}-2`]: { words: 20, outputTokens: 0, key: "Bearer hg_secret" },
    [`replay-${result.replay}-4`]: { words: 300, outputTokens: 30, key: "Bearer hg_secret" },
  });
  expect(standIn?.requests).toContain("DELETE /api/keys/key_1");
});

test.each([
  ["a,b\n1,2\n", /no column ContextTokens and no GeneratedTokens/],
  ["", /the file is empty/],
])(
  "a file that is no trace (%j) is refused before anything is said or asked",
  async (text, why) => {
    writeFileSync(file, text);
    const talkTo = new PassThrough();

    await expect(replay({}, { talkTo })).rejects.toThrow(why);

    expect(talkTo.read()).toBeNull();
    expect(standIn?.requests).toEqual([]);
  },
);

test("a second run sends nothing and makes no key", async () => {
  await replay({});
  const before = standIn?.requests.length;
  expect(await replay({})).toMatchObject({ sent: 0, skipped_as_known: 3 });
  const later = standIn?.requests.slice(before);
  expect(later?.filter((request) => /api\/keys|v1/.test(request))).toEqual([]);
});

test.each(["break", "half"] as const)(
  "a row whose connection broke (%s) before it was recorded is sent again",
  async (verdict) => {
    const result = await replay({ answer: (call) => (call <= 2 ? verdict : 200) });
    expect(result).toMatchObject({ sent: 3, failed: 0 });
    expect(new Set(standIn?.recorded).size).toBe(3);
    expect(standIn?.recorded).toHaveLength(3);
  },
);

test("a row whose connection broke after it was recorded is not sent again, however late the loader is", async () => {
  const result = await replay({
    answer: (call) => (call === 2 ? "late break" : call === 3 ? "break" : 200),
    loaderLooks: 3,
  });
  expect(result).toMatchObject({ sent: 3, failed: 0 });
  expect(new Set(standIn?.recorded).size).toBe(3);
  expect(standIn?.recorded).toHaveLength(3);
});

test("what an earlier run sent is not sent again while it waits for the loader", async () => {
  standIn = await startStandIn({ loaderLooks: 3 });
  const { replay: name } = await scanTrace(file, "gpt-4o-mini");
  const row = { row: 2, atMs: undefined, inputTokens: 20, outputTokens: 0 };
  const sent = chatRequest(row, { model: "gpt-4o-mini", replay: name, simulated: true }, "k");
  await fetch(`${standIn.url}/v1/chat/completions`, { method: "POST", ...sent });
  expect(await replay({})).toMatchObject({ sent: 2, skipped_as_known: 1 });
  expect(standIn.recorded).toHaveLength(3);
});

test("a gateway that is shutting down is asked again, for it recorded nothing", async () => {
  const result = await replay({ answer: (call) => (call <= 2 ? 503 : 200) });
  expect(result).toMatchObject({ sent: 3, failed: 0 });
  expect(standIn?.recorded).toHaveLength(3);
});

test("a row that the gateway answers with an error is counted as failed, and the rest goes on", async () => {
  const result = await replay({ answer: (call) => (call === 2 ? 500 : 200) });
  expect(result).toMatchObject({ sent: 2, failed: 1 });
});

test("a refusal that every row would meet ends the replay", async () => {
  await expect(replay({ answer: () => 401 }, { key: "hg_wrong" })).rejects.toThrow(/key_unknown/);
});

test("real providers are not called without agreement, and the refusal says what it would cost", async () => {
  const providers = [{ name: "openai", kind: "openai", simulated: false }];
  const starting = replay({ status: { simulated: false, providers } });
  await expect(starting).rejects.toThrow(/about \$0\.00 at list prices\. Say --yes-spend/);
  expect(standIn?.calls.size).toBe(0);
});

test("only the first rows are sent when a limit is given", async () => {
  expect(await replay({}, { limit: 2 })).toMatchObject({ rows: 2, sent: 2, unreadable_rows: 0 });
});

test("a prompt has as many words as the row has tokens, and the body is JSON", () => {
  fc.assert(
    fc.property(fc.nat(3_000), fc.nat(500), fc.string(), (inputTokens, outputTokens, model) => {
      const row = { row: 1, atMs: undefined, inputTokens, outputTokens };
      const target = { model, replay: "0", simulated: false };
      const body = JSON.parse(chatRequest(row, target, "k").body);
      expect(body.model).toBe(model);
      expect(body.messages[0].content.split(" ").filter(Boolean)).toHaveLength(inputTokens);
      expect(body.max_completion_tokens).toBe(outputTokens === 0 ? undefined : outputTokens);
    }),
  );
});

test("stand-ins' headers are not sent to real providers", () => {
  const row = { row: 1, atMs: undefined, inputTokens: 1, outputTokens: 1 };
  const target = { model: "m", replay: "0", simulated: false };
  const headers = Object.keys(chatRequest(row, target, "k").headers);
  expect(headers.filter((name) => name.startsWith("x-simulator-"))).toEqual([]);
});

test("at a speed of 2 rows come in half the time between them", async () => {
  const waits: number[] = [];
  let nowMs = 100;
  const rows = (async function* () {
    for (const atMs of [1_000, 3_000, undefined, 2_500, 9_000]) {
      yield { row: 1, atMs, inputTokens: 1, outputTokens: 1 };
    }
  })();
  const clock = {
    nowMs: () => nowMs,
    wait: async (ms: number) => {
      waits.push(ms);
      nowMs += ms;
    },
  };
  let count = 0;
  for await (const _ of paced(rows, 2, clock)) count += 1;
  expect(count).toBe(5);
  expect(waits).toEqual([1_000, 3_000]);
});

test("the progress tells rate and time left from the rows that were sent", () => {
  const counts = { sent: 400, skippedAsKnown: 100, failed: 0 };
  expect(progressText(counts, 1_000, 2_000)).toBe(
    "500 of 1,000 rows (50 %), 200 rows/s, 2.5 s left",
  );
  expect(progressText({ sent: 0, skippedAsKnown: 0, failed: 0 }, 0, 0)).toBe(
    "0 of 0 rows, 0 rows/s",
  );
});
