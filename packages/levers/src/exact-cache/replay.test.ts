import { setImmediate } from "node:timers/promises";
import { exactCacheSchema } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOf, historyCall, historyOf } from "../history/call.fixture.ts";
import type { HistoryCall } from "../history/history.ts";
import { ExactCache, type Keeping } from "./exact-cache.ts";
import { MemoryStore } from "./memory-store.ts";
import { proposeExactCache } from "./propose.ts";
import { answerOf, chat, key, requestOf } from "./question.fixture.ts";
import { replayExactCache } from "./replay.ts";

const limits = { maxBytes: 10_000_000, maxEntryBytes: 100_000 };
const policy = exactCacheSchema.parse({ ttl_minutes: 1 });

const asked = (index: number, question: string, more: Parameters<typeof historyCall>[1] = {}) =>
  historyCall(`call-${index}`, {
    request_facts: { digest: digestOf(question), deterministic: true },
    ...more,
  });

/** The cache itself, asked by the same calls as they began and ended. */
async function answeredByCache(calls: readonly HistoryCall[]): Promise<readonly string[]> {
  const clock = { nowMs: 0 };
  const cache = new ExactCache(new MemoryStore(limits.maxBytes, () => clock.nowMs));
  const keepings = new Map<string, Keeping>();
  const answered: string[] = [];
  type Event = Readonly<{ atMs: number; isEnd: boolean; call: HistoryCall }>;
  const events = calls.map((call): Event => ({ atMs: call.row.started_at_ms, isEnd: false, call }));
  const takeEarliest = (): Event | undefined => {
    events.sort((a, b) => a.atMs - b.atMs);
    return events.shift();
  };
  for (let event = takeEarliest(); event !== undefined; event = takeEarliest()) {
    const { atMs, isEnd, call } = event;
    clock.nowMs = atMs;
    const { call_id, request_facts, key_id, outcome, duration_ms } = call.row;
    if (isEnd) {
      keepings.get(call_id)?.end(outcome === "completed" ? answerOf(call_id) : "not_whole");
    } else {
      const asker = key({ id: key_id as string });
      const asking = cache.ask(requestOf(chat(request_facts?.digest), { policy, key: asker }));
      Promise.resolve(asking).then(
        (got) => {
          if (got.kind === "answered") answered.push(call_id);
          if (got.kind !== "missed") return;
          keepings.set(call_id, got.keeping);
          // It is made now, however long it waited.
          events.push({ atMs: clock.nowMs + (duration_ms as number), isEnd: true, call });
        },
        () => undefined,
      );
    }
    await setImmediate();
  }
  return answered.sort();
}

test("a replay answers exactly the calls that the cache itself would have answered", async () => {
  const call = fc.record({
    question: fc.constantFrom("a", "b", "c"),
    afterMs: fc.integer({ min: 1, max: 30_000 }),
    durationMs: fc.integer({ min: 1, max: 20_000 }),
    key_id: fc.constantFrom("key_1", "key_2"),
    outcome: fc.constantFrom("completed" as const, "completed" as const, "interrupted" as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 25 }), async (drawn) => {
      let atMs = 0;
      const calls = drawn.map(({ question, afterMs, durationMs, key_id, outcome }, index) => {
        atMs += afterMs;
        // No two events at one moment: their order would be left to chance.
        const times = { started_at_ms: atMs, duration_ms: durationMs + (index + 1) / 100 };
        return asked(index, question, { ...times, key_id, outcome });
      });

      const spared = await replayExactCache(calls, policy, limits);

      const ids = [...spared.keys()].map(({ row }) => row.call_id).sort();
      expect(ids).toEqual(await answeredByCache(calls));
    }),
    { numRuns: 200 },
  );
});

test("what is proposed is what repeated calls cost, and what goes beyond it stands apart", async () => {
  const sampled = { request_facts: { digest: digestOf("sampled") } };
  const polite = {
    request_facts: {
      digest: digestOf("polite"),
      normal_digest: digestOf("a"),
      deterministic: true,
    },
  };
  const calls = [
    asked(0, "a", { started_at_ms: 0 }),
    asked(1, "a", { started_at_ms: 1_000 }),
    asked(2, "a", { started_at_ms: 5 * 3_600_000 }),
    asked(3, "x", { started_at_ms: 5 * 3_600_000 + 1_000, ...polite }),
    asked(4, "x", { started_at_ms: 6_000, ...sampled }),
    asked(5, "x", { started_at_ms: 7_000, ...sampled }),
  ].sort((a, b) => a.row.started_at_ms - b.row.started_at_ms);
  const one = calls[0]?.cost as bigint;

  const { proposals, notProposed } = await proposeExactCache(historyOf(calls));

  const told = proposals.map(({ change, savings }) => [
    change.exact_cache,
    savings.reduce((sum, { saved }) => sum + (saved as bigint), 0n),
  ]);
  expect(told).toEqual([
    [{ when: "deterministic" }, one],
    [{ when: "deterministic", ttl_minutes: 1_440 }, one],
    [{ when: "deterministic", normalise: true }, one],
    [{ when: "always" }, one],
  ]);
  expect(notProposed).toEqual([]);
});

test("rows without facts are counted, and so is a call whose cost is not known", async () => {
  const bare = historyCall("bare");
  const unpriced = asked(1, "a", { started_at_ms: 10_000 });
  const { proposals, notProposed } = await proposeExactCache(
    historyOf([
      bare,
      asked(0, "a"),
      { ...unpriced, cost: undefined },
      asked(2, "a", { started_at_ms: 20_000 }),
    ]),
  );

  expect(notProposed).toMatchObject([{ calls: 1, reason: expect.stringMatching(/Needs digests/) }]);
  expect(proposals[0]?.savings.map(({ saved }) => saved)).toEqual([undefined, unpriced.cost]);
});

test("of a log's calls neither size, length nor status need be known; of a gateway's all of them", async () => {
  const untold = { response_bytes: undefined, duration_ms: undefined, status: undefined };
  const sparedOf = async (
    source: "gateway" | "litellm",
    more: Parameters<typeof asked>[2] = {},
  ) => {
    const calls = [0, 1, 2].map((index) =>
      asked(index, "a", { ...untold, source, started_at_ms: index * 1_000, ...more }),
    );
    return (await replayExactCache(calls, policy, limits)).size;
  };

  expect(await sparedOf("litellm")).toBe(2);
  expect(await sparedOf("litellm", { operation: "embeddings" })).toBe(2);
  expect(await sparedOf("gateway")).toBe(0);
  // A failure is nobody's answer, and one longer than what is kept is not kept.
  expect(await sparedOf("litellm", { status: 500 })).toBe(0);
  expect(await sparedOf("litellm", { usage: { input: 1, output: 30_000 } })).toBe(0);
});
