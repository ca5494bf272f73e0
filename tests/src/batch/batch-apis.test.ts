import { HeadgateError } from "@headgate/contract";
import { type BatchLine, readBatchAnswer } from "@headgate/providers";
import type { Simulator } from "@headgate/simulator";
import { describe, expect, test } from "vitest";
import { apiOf, collected, idsByKind, lines, losingAnswers } from "./send.fixture.ts";
import { clock, folder, standIn } from "./stand-in.fixture.ts";

const CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const chat = (model: string) => (word: string) => ({
  model,
  messages: [{ role: "user", content: `one two ${word}` }],
});
const openaiCase = {
  config: (url: string): unknown => ({ kind: "openai", base_url: `${url}/v1`, api_key: "sk-x" }),
  prices: "openai",
  about: { model: "gpt-4o-mini", endpoint: "/v1/chat/completions" },
  body: chat("gpt-4o-mini"),
  creates: (path: string, method: string) => method === "POST" && path.endsWith("/batches"),
  usage: { input: 3 },
};
const cases = {
  openai: openaiCase,
  "azure-openai, newer paths": {
    ...openaiCase,
    prices: "azure",
    config: (url: string): unknown => ({ kind: "azure-openai", base_url: url, api_key: "x" }),
  },
  "azure-openai, classic paths": {
    ...openaiCase,
    prices: "azure",
    config: (url: string): unknown => ({
      kind: "azure-openai",
      base_url: url,
      api_key: "x",
      api_version: "2024-10-21",
    }),
  },
  "a provider in OpenAI's form": {
    ...openaiCase,
    config: (url: string): unknown => ({
      kind: "openai-compatible",
      base_url: `${url}/v1`,
      api_key: "x",
      batches: "openai",
    }),
  },
  anthropic: {
    config: (url: string): unknown => ({ kind: "anthropic", base_url: url, api_key: "x" }),
    prices: "anthropic",
    about: { model: "claude-haiku-4-5", endpoint: "/v1/messages" },
    body: (word: string) => ({ ...chat("claude-haiku-4-5")(word), max_tokens: 40 }),
    creates: (path: string, method: string) => method === "POST" && path.endsWith("/batches"),
    usage: { input: 3 },
  },
  bedrock: {
    config: (url: string): unknown => ({
      kind: "bedrock",
      base_url: url,
      region: "us-east-1",
      aws_credentials: { access_key_id: "AKIDEXAMPLE", secret_access_key: "x" },
      batch: {
        role_arn: "arn:aws:iam::123456789012:role/batch",
        input: "s3://requests/headgate",
        output: "s3://answers/headgate/",
        least_records: 2,
        control_url: url,
        s3_url: `${url}/s3`,
      },
    }),
    prices: "bedrock",
    about: { model: CLAUDE, endpoint: `/model/${CLAUDE}/converse` },
    body: (word: string) => ({
      messages: [{ role: "user", content: [{ text: `one two ${word}` }] }],
    }),
    creates: (path: string) => path === "/model-invocation-job",
    usage: { input: 3 },
  },
} as const;

const batchesOf = (simulator: Simulator) => simulator.stats().batches.batches;
const again = (all: readonly BatchLine[]) => () => all;
const leastRecords = 2;

describe.each(Object.entries(cases))("%s", (_name, one) => {
  const marker = "hg-0199-abc";

  test("a batch is sent, found by its marker, read whole and removed", async () => {
    const { nowMs, pass } = clock();
    const stand = await standIn({ nowMs, batches: { durationMs: 60_000, leastRecords } });
    const api = apiOf(one.config(stand.url), { nowMs });
    const all = lines(20, one.body);
    const expected = new Set(all.map(({ customId }) => customId));

    const made = await api.submit(again(all), { marker, ...one.about });
    const going = await api.standing(made.id);
    pass(60_000);
    const search = { sinceMs: nowMs() - 60_000, requests: 20, model: one.about.model };
    const found = await api.find(marker, search);
    const ended = await api.standing(made.id);
    const results = await collected(api.results(ended, expected));

    expect(made).toMatchObject({ marker, state: "in_progress" });
    expect(going.state).toBe("in_progress");
    expect(found).toMatchObject({ id: made.id, marker });
    expect(ended).toMatchObject({
      state: "ended",
      counts: { total: 20, succeeded: 20, failed: 0 },
    });
    expect(idsByKind(results)).toEqual({ answered: [...expected] });
    for (const result of results) {
      if (result.kind !== "answered") continue;
      const reading = readBatchAnswer({ provider: one.prices, body: result.body });
      expect(reading).toMatchObject({
        state: "complete",
        usageOrigin: "provider",
        serviceTier: "batch",
        usage: one.usage,
      });
    }
    await api.discard(ended);
    await api.discard(ended);
    expect(stand.stats().batches).toMatchObject({
      files: 0,
      objects: 0,
      answered: 20,
      repeated: 0,
    });
  });

  test("a batch whose creation was not answered is found again and not made twice", async () => {
    const { nowMs, pass } = clock();
    const stand = await standIn({ nowMs, batches: { durationMs: 60_000, leastRecords } });
    const config = one.config(stand.url);
    const all = lines(3, one.body);
    const search = { sinceMs: nowMs(), requests: 3, model: one.about.model };

    const dying = apiOf(config, { nowMs, around: losingAnswers(one.creates) });
    await expect(dying.submit(again(all), { marker, ...one.about })).rejects.toThrow("died");
    const api = apiOf(config, { nowMs });
    pass(600_000);
    const found = await api.find(marker, search);
    const other = await api.find("hg-other", search);

    expect(found).toMatchObject({ marker });
    expect(other).toBeUndefined();
    expect(batchesOf(stand)).toHaveLength(1);
  });

  test("a process that dies before the creation leaves no batch, and sends it once more", async () => {
    const { nowMs, pass } = clock();
    const stand = await standIn({ nowMs, batches: { leastRecords } });
    const config = one.config(stand.url);
    const all = lines(3, one.body);
    const search = { sinceMs: nowMs(), requests: 3, model: one.about.model };
    const isUpload = (path: string, method: string) => path.endsWith("/files") || method === "PUT";

    const dying = apiOf(config, {
      nowMs,
      around: (send) => (asked) => {
        if (one.creates(asked.path, asked.method)) throw new Error("the process died here");
        return losingAnswers(isUpload)(send)(asked);
      },
    });
    await expect(dying.submit(again(all), { marker, ...one.about })).rejects.toThrow("died");
    pass(600_000);
    const api = apiOf(config, { nowMs });
    const found = await api.find(marker, search);
    await api.submit(again(all), { marker, ...one.about });

    expect(found).toBeUndefined();
    expect(batchesOf(stand)).toHaveLength(1);
  });

  test("while it cannot be told whether a batch was made, it is not sent again", async () => {
    const { nowMs, pass } = clock();
    const stand = await standIn({ nowMs });
    const api = apiOf(one.config(stand.url), { nowMs });
    const search = { sinceMs: nowMs(), requests: 3, model: one.about.model };

    expect(await api.find(marker, search)).toBe("unsure");
    pass(299_999);
    expect(await api.find(marker, search)).toBe("unsure");
    pass(1);
    expect(await api.find(marker, search)).toBeUndefined();
  });

  test("a creation that is answered with status 500 is open, not refused", async () => {
    const { nowMs, pass } = clock();
    const stand = await standIn({ nowMs, batches: { lostCreates: 1, leastRecords } });
    const api = apiOf(one.config(stand.url), { nowMs });

    const submitted = api.submit(again(lines(3, one.body)), { marker, ...one.about });
    await expect(submitted).rejects.toMatchObject({ code: "batch_unknown" });
    pass(1000);
    const search = { sinceMs: nowMs() - 1000, requests: 3, model: one.about.model };

    expect(await api.find(marker, search)).toMatchObject({ marker });
  });

  test("lines that failed, are missing or stand twice are told, each by its id", async () => {
    const { nowMs } = clock();
    const faults = { failedLines: 0.2, missingLines: 0.2, doubledLines: 0.2, leastRecords };
    const stand = await standIn({ nowMs, batches: faults });
    const api = apiOf(one.config(stand.url), { nowMs });
    const all = lines(60, one.body);
    const expected = new Set(all.map(({ customId }) => customId));

    const made = await api.submit(again(all), { marker, ...one.about });
    const results = await collected(api.results(await api.standing(made.id), expected));
    const ids = idsByKind(results);
    const { answered = [], failed = [], missing = [], doubled = [] } = ids;

    expect([...answered, ...failed, ...missing].toSorted()).toEqual([...expected]);
    expect(Math.min(failed.length, missing.length, doubled.length)).toBeGreaterThan(0);
    expect(doubled.every((id) => answered.includes(id) || failed.includes(id))).toBe(true);
    expect(results.find(({ kind }) => kind === "failed")).toMatchObject({ retryable: true });
  });

  test("a batch that runs out of time tells what was answered and what was not", async () => {
    const { nowMs } = clock();
    const stand = await standIn({ nowMs, batches: { expired: 1, leastRecords } });
    const api = apiOf(one.config(stand.url), { nowMs });
    const all = lines(10, one.body);

    const made = await api.submit(again(all), { marker, ...one.about });
    const ended = await api.standing(made.id);
    const ids = idsByKind(
      await collected(api.results(ended, new Set(all.map(({ customId }) => customId)))),
    );

    expect(ended.state).toBe("expired");
    expect([ids.answered?.length, ids.expired?.length, ids.missing]).toEqual([5, 5, undefined]);
  });

  test("a batch that is cancelled keeps what was answered until then", async () => {
    const { nowMs, pass } = clock();
    const stand = await standIn({ nowMs, batches: { durationMs: 60_000, leastRecords } });
    const api = apiOf(one.config(stand.url), { nowMs });
    const all = lines(10, one.body);

    const made = await api.submit(again(all), { marker, ...one.about });
    pass(30_000);
    await api.cancel(made.id);
    const ended = await api.standing(made.id);
    await api.cancel(made.id);
    const ids = idsByKind(
      await collected(api.results(ended, new Set(all.map(({ customId }) => customId)))),
    );

    expect(ended.state).toBe("cancelled");
    expect([ids.answered?.length, ids.cancelled?.length, ids.missing]).toEqual([5, 5, undefined]);
  });

  test("a batch that is cancelled before its first answer has none, and is no failure", async () => {
    const { nowMs } = clock();
    const stand = await standIn({ nowMs, batches: { durationMs: 60_000, leastRecords } });
    const api = apiOf(one.config(stand.url), { nowMs });

    const made = await api.submit(again(lines(2, one.body)), { marker, ...one.about });
    await api.cancel(made.id);
    const ended = await api.standing(made.id);
    const ids = idsByKind(await collected(api.results(ended, new Set(["item-000", "item-001"]))));

    expect(ids).toEqual({ cancelled: ["item-000", "item-001"] });
    await api.discard(ended);
  });

  test("a stand-in that is stopped and started knows its batches", async () => {
    const { nowMs, pass } = clock();
    const batches = { durationMs: 60_000, leastRecords, dir: folder() };
    const first = await standIn({ nowMs, batches });
    const made = await apiOf(one.config(first.url), { nowMs }).submit(again(lines(4, one.body)), {
      marker,
      ...one.about,
    });
    await first.close();
    pass(60_000);

    const second = await standIn({ nowMs, batches });
    const api = apiOf(one.config(second.url), { nowMs });
    const results = await collected(api.results(await api.standing(made.id)));

    expect(idsByKind(results).answered).toHaveLength(4);
    expect(batchesOf(second)).toHaveLength(1);
  });

  test("a limit of requests is told with its wait, and nothing was made", async () => {
    const stand = await standIn({ faults: { "rate-limit": 1 } });
    const api = apiOf(one.config(stand.url), { nowMs: Date.now });

    const submitted = api.submit(again(lines(3, one.body)), { marker, ...one.about });

    await expect(submitted).rejects.toMatchObject({ code: "batch_limited" });
    await expect(api.standing("x")).rejects.toBeInstanceOf(HeadgateError);
    expect(batchesOf(stand)).toHaveLength(0);
  });

  test("what no provider would take is refused before a byte is sent", async () => {
    const stand = await standIn();
    const api = apiOf(one.config(stand.url), { nowMs: Date.now });
    const [line] = lines(1, one.body);
    const twice = line === undefined ? [] : [line, line];

    for (const all of [twice, [], [{ customId: "not an id", body: {} }]]) {
      await expect(api.submit(again(all), { marker, ...one.about })).rejects.toMatchObject({
        code: "batch_refused",
      });
    }
    expect(stand.stats().requests).toBe(0);
  });
});

test.each([
  [
    "openai",
    "/v1/responses",
    { model: "gpt-5-mini", input: "one two three" },
    { input: 3, reasoning: expect.any(Number) },
  ],
  [
    "openai",
    "/v1/embeddings",
    { model: "text-embedding-3-small", input: "one two three" },
    { input: 3 },
  ],
  [
    "bedrock",
    `/model/${CLAUDE}/invoke`,
    {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 40,
      messages: [{ role: "user", content: "one two three" }],
    },
    { input: 3 },
  ],
] as const)(
  "usage of %s's batches of %s is read as in real time",
  async (name, endpoint, body, usage) => {
    const { nowMs } = clock();
    const stand = await standIn({ nowMs, batches: { leastRecords } });
    const one = cases[name];
    const api = apiOf(one.config(stand.url), { nowMs });

    const about = { marker: "hg-1", model: one.about.model, endpoint };
    const made = await api.submit(again(lines(2, () => body)), about);
    const results = await collected(api.results(await api.standing(made.id)));

    expect(results.map(({ kind }) => kind)).toEqual(["answered", "answered"]);
    for (const result of results) {
      if (result.kind !== "answered") continue;
      const reading = readBatchAnswer({ provider: one.prices, body: result.body });
      expect(reading).toMatchObject({ usageOrigin: "provider", serviceTier: "batch", usage });
    }
  },
);

test("a batch of Anthropic's that could be ours stays in doubt until its results tell", async () => {
  const { nowMs, pass } = clock();
  const stand = await standIn({ nowMs, batches: { durationMs: 3_600_000 } });
  const { config, about, body } = cases.anthropic;
  const api = apiOf(config(stand.url), { nowMs });
  const search = { sinceMs: nowMs(), requests: 2, model: about.model };

  const other = await api.submit(again(lines(2, body)), { marker: "hg-other", ...about });
  pass(900_000);
  const inDoubt = await api.find("hg-1", search);
  const knownAsOther = await api.find("hg-1", { ...search, known: new Set([other.id]) });
  const ofAnotherSize = await api.find("hg-1", { ...search, requests: 3 });
  pass(3_600_000);
  const told = await api.find("hg-1", search);

  expect([inDoubt, knownAsOther, ofAnotherSize, told]).toEqual([
    "unsure",
    undefined,
    undefined,
    undefined,
  ]);
});

test("a job of Bedrock's that is asked for twice with one marker is made once", async () => {
  const { nowMs } = clock();
  const stand = await standIn({ nowMs, batches: { leastRecords } });
  const { config, about, body } = cases.bedrock;
  const api = apiOf(config(stand.url), { nowMs });
  const all = lines(3, body);

  const first = await api.submit(again(all), { marker: "hg-1", ...about });
  const second = await api.submit(again(all), { marker: "hg-1", ...about });

  expect(second.id).toBe(first.id);
  expect(batchesOf(stand)).toHaveLength(1);
});

test("where metadata are not kept, a batch is found by the name of its file", async () => {
  const { nowMs } = clock();
  const stand = await standIn({ nowMs });
  const { config, about, body } = cases.openai;
  const api = apiOf(config(stand.url), {
    nowMs,
    around: (send) => (asked) => {
      if (!(asked.body instanceof Buffer)) return send(asked);
      const { metadata: _, ...kept } = JSON.parse(asked.body.toString());
      return send({ ...asked, body: Buffer.from(JSON.stringify(kept)) });
    },
  });
  const search = { sinceMs: nowMs(), requests: 2, model: about.model };

  const first = await api.submit(again(lines(2, body)), { marker: "hg-1", ...about });
  await api.submit(again(lines(2, body)), { marker: "hg-2", ...about });

  expect(first.marker).toBeUndefined();
  expect(await api.find("hg-1", search)).toMatchObject({ id: first.id, marker: "hg-1" });
});

test("an OpenAI file that is refused as a whole says why, with its line", async () => {
  const { nowMs } = clock();
  const stand = await standIn({ nowMs });
  const { config, about, body } = cases.openai;
  const api = apiOf(config(stand.url), {
    nowMs,
    around: (send) => async (asked) => {
      if (!asked.path.endsWith("/files") || asked.body === undefined) return send(asked);
      const pieces: Buffer[] = [];
      for await (const piece of asked.body) pieces.push(Buffer.from(piece as Buffer));
      const broken = Buffer.concat(pieces).toString().replace('{"custom_id"', '<"custom_id"');
      return send({ ...asked, body: Buffer.from(broken) });
    },
  });

  const made = await api.submit(again(lines(2, body)), { marker: "hg-1", ...about });
  const standing = await api.standing(made.id);

  expect(standing.state).toBe("failed");
  expect(standing.reason).toBe(
    "invalid_json_line: This line is not parseable as valid JSON. (line 1)",
  );
  expect(await collected(api.results(standing))).toEqual([]);
});

test("a batch of Anthropic's is sent with the betas of its requests", async () => {
  const { nowMs } = clock();
  const stand = await standIn({ nowMs });
  const sent: unknown[] = [];
  const api = apiOf(cases.anthropic.config(stand.url), {
    nowMs,
    around: (send) => (asked) => {
      if (asked.method === "POST") sent.push(asked.headers["anthropic-beta"]);
      return send(asked);
    },
  });
  const all = lines(1, cases.anthropic.body);
  const endpoint = "/v1/messages?anthropic-beta=context-1m-2025-08-07%2Coutput-128k-2025-02-19";

  await api.submit(again(all), { ...cases.anthropic.about, marker: "hg-beta", endpoint });
  await api.submit(again(all), { ...cases.anthropic.about, marker: "hg-none" });

  expect(sent).toEqual(["context-1m-2025-08-07,output-128k-2025-02-19", undefined]);
});
