import type { HistoryRow } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { digestOf, historyCall, historyOf } from "../history/call.fixture.ts";
import type { HistoryCall } from "../history/history.ts";
import { propose } from "../history/propose.ts";
import { proposeBatch } from "./propose.ts";
import { waitingLabel } from "./waiting-words.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const range = { toMs: 7 * DAY };

/** A job that asks thirty questions at two every night: constructed. */
const nightly = (row: (index: number) => Partial<HistoryRow> = () => ({})): HistoryCall[] =>
  Array.from({ length: 7 * 30 }, (_, index) =>
    historyCall(`night-${index}`, {
      ...{ stream: false, wire_format: "anthropic.messages" },
      started_at_ms: Math.floor(index / 30) * DAY + 2 * HOUR + (index % 30) * 1_000,
      ...row(index),
    }),
  );
const jobs = { attribution: { feature: "nightly-summaries" } };

test("a nightly job is proposed at half of what it cost, with what is not known asked", async () => {
  const history = historyOf(
    nightly(() => jobs),
    range,
  );
  const { proposals } = await propose(history);
  const batch = proposals.find(({ lever }) => lever === "batch");

  // 1,000 tokens of input and 100 of output: 1.4 microdollars, and half of that is saved.
  expect(parseDollars(batch?.saved_in_range ?? "")).toBe(700_000n * 210n);
  expect(batch).toMatchObject({
    change: { batch: { when: "always", deadline: "24h" } },
    scope: { model: "claude-sonnet-4-5", feature: "nightly-summaries", operation: "chat" },
    calls: { saving: 210, costing: 0, in_scope: 210 },
    confidence: { level: "medium" },
    quality: { risk: "low", check: expect.stringMatching(/^Does anyone wait/) },
  });
  expect(batch?.evidence.figures).toContainEqual({
    what: "calls in 7 bursts at like hours of different days",
    value: "210",
  });
});

test("regular bursts alone, or a label alone, are of low confidence", async () => {
  const bursts = await proposeBatch(historyOf(nightly(), range));
  expect(bursts.proposals[0]?.confidence.level).toBe("low");
  const steady = nightly((index) => ({ ...jobs, started_at_ms: index * 40 * MINUTE }));
  const label = await proposeBatch(historyOf(steady, range));
  expect(label.proposals[0]?.confidence.level).toBe("low");
});

test("what neither label nor rhythm tells of is asked about, with its dollars", async () => {
  const steady = nightly((index) => ({ started_at_ms: index * 40 * MINUTE }));
  const { proposals, notProposed } = await proposeBatch(historyOf(steady, range));
  expect(proposals).toEqual([]);
  expect(notProposed).toMatchObject([
    {
      lever: "batch",
      calls: 210,
      reason: expect.stringMatching(/Does anyone wait.*would have saved/),
    },
  ]);
});

test("prompts that are read from the provider's cache are no case for batches, and that is said", async () => {
  const cached = nightly(() => ({
    ...jobs,
    usage: { input: 100, cache_read: 9_000, cache_write_5m: 900, output: 100 },
  }));
  const { proposals, notProposed } = await proposeBatch(historyOf(cached, range));
  expect(proposals).toEqual([]);
  expect(notProposed[0]?.reason).toMatch(
    /^90 % of its prompts' tokens are read from the provider's cache/,
  );
});

test("where somebody reads along or talks, and where too few calls are, nothing is proposed", async () => {
  const reasonOf = async (calls: readonly HistoryCall[]) =>
    (await proposeBatch(historyOf(calls, range))).notProposed[0]?.reason;
  expect(await reasonOf(nightly(() => ({ ...jobs, stream: true })))).toMatch(/are streamed/);
  const talk = nightly(() => ({ ...jobs, request_facts: { turns: 5 } }));
  expect(await reasonOf(talk)).toMatch(/go on a conversation/);
  expect(await reasonOf(nightly(() => jobs).slice(0, 9))).toMatch(/Needs 20 calls/);
});

test("duplicates within a day are counted apart, and are not in the saving", async () => {
  const twice = nightly((index) => ({
    ...jobs,
    request_facts: { digest: digestOf(`q${Math.floor(index / 30)}-${(index % 30) >> 1}`) },
  }));
  const { proposals } = await proposeBatch(historyOf(twice, range));
  expect(proposals[0]?.figures).toContainEqual({
    what: "duplicates within a day, which a batch sends once",
    value: "105",
  });
  const plain = await proposeBatch(
    historyOf(
      nightly(() => jobs),
      range,
    ),
  );
  expect(proposals[0]?.savings.map(({ saved }) => saved)).toEqual(
    plain.proposals[0]?.savings.map(({ saved }) => saved),
  );
});

test("batches, other levers' answers and formats that no batch carries are left out", async () => {
  const calls = [
    ...nightly(() => ({ ...jobs, service_tier: "batch" })),
    ...nightly(() => ({ ...jobs, wire_format: "bedrock.converse" })),
  ];
  expect(await proposeBatch(historyOf(calls, range))).toEqual({ proposals: [], notProposed: [] });
});

test.each([
  [{ feature: "nightly-summaries" }, "feature=nightly-summaries"],
  [{ environment: "EvalRuns", project: "evalRuns" }, "project=evalRuns"],
  [{ team: "reporters" }, undefined],
  [{ user: "batch" }, undefined],
])("of %j the label that tells of waiting is %s", (attribution, label) => {
  expect(waitingLabel(attribution)).toBe(label);
});
