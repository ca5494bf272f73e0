import { exactCacheSchema, semanticCacheSchema } from "@headgate/contract";
import { expect, test, vi } from "vitest";
import { MemoryStore } from "../exact-cache/memory-store.ts";
import { answerOf, key, requestOf } from "../exact-cache/question.fixture.ts";
import { NearGroups } from "./near-groups.ts";
import type { QuestionEmbedder } from "./question-embedder.ts";
import { SemanticCache, type SemanticRequest } from "./semantic-cache.ts";

/** A stand-in for a model to which all texts are alike. */
const embedder: QuestionEmbedder = {
  embed: async () => {
    const vector = new Float32Array(512);
    vector[0] = 1;
    return { vector, tokens: 8, unknown: false };
  },
};
const LIMITS = { maxBytes: 1_000_000, maxEntries: 2 };
const open = (nowMs = () => 0, model = embedder) => {
  const store = new MemoryStore(1_000_000, nowMs);
  const failures: unknown[] = [];
  const cache = new SemanticCache({
    store,
    embedder: model,
    limits: LIMITS,
    random: () => 1,
    failed: (error) => failures.push(error),
  });
  return { store, cache, failures };
};

const asking = (content: string, system = "", change: Partial<SemanticRequest> = {}) => ({
  ...requestOf(
    JSON.stringify({
      model: "gpt-5",
      messages: [
        { role: "system", content: system },
        { role: "user", content },
      ],
    }),
  ),
  semantic: semanticCacheSchema.parse({ mode: "on" }),
  isKept: false,
  ...change,
});
const completion = (text: string): string =>
  JSON.stringify({ choices: [{ index: 0, message: { role: "assistant", content: text } }] });

/** Asks, and lets a miss be answered; resolves with what came of it once that is learned. */
async function answered(cache: SemanticCache, request: SemanticRequest, callId: string) {
  const outcome = await cache.ask(request);
  if (outcome.kind !== "missed") return outcome.kind;
  const before = cache.stats().entries + cache.stats().evicted;
  outcome.following.end(answerOf(callId, completion("In the app.")), {
    amount: undefined,
    simulated: false,
  });
  await vi.waitFor(() => expect(cache.stats().entries + cache.stats().evicted).not.toBe(before));
  return outcome.kind;
}

test("a model that fails is told and counted, and the call goes on", async () => {
  const broken = new Error("the model's thread ended");
  const { cache, failures } = open(undefined, { embed: () => Promise.reject(broken) });

  expect(await cache.ask(asking("How do I cancel my order?"))).toMatchObject({ kind: "missed" });

  await vi.waitFor(() => expect(failures).toEqual([broken]));
  expect(cache.stats()).toMatchObject({ failed: 1, embedded: 0 });
});

test("a question of another scope is not near, whatever its text", async () => {
  const { cache } = open();
  await answered(cache, asking("How do I cancel my order?", "You sell shoes."), "a");

  const other = await cache.ask(asking("How do I cancel my order?", "You sell hats."));
  const same = await cache.ask(asking("How can I cancel my order?", "You sell shoes."));

  expect([other.kind, same.kind]).toEqual(["missed", "answered"]);
});

test("an answer is held once, in the store, and gone from it no question is answered with it", async () => {
  let now = 0;
  const { cache, store } = open(() => now);
  await answered(cache, asking("How do I cancel my order?"), "a");
  expect((await store.stats()).entries).toBe(1);

  now = 3_600_000;
  const late = await cache.ask(asking("How can I cancel my order?"));

  expect(late.kind).toBe("missed");
  expect(cache.stats().entries).toBe(0);
});

test("questions of one namespace are bounded; the one that was not of use for longest goes first", async () => {
  const { cache } = open();
  for (const [index, system] of ["a", "b"].entries()) {
    await answered(cache, asking("How do I cancel my order?", system), `call-${index}`);
  }
  await cache.ask(asking("How can I cancel my order?", "a"));

  await answered(cache, asking("How do I cancel my order?", "c"), "call-2");

  const kinds = await Promise.all(
    ["a", "b", "c"].map(
      async (system) => (await cache.ask(asking("How can I cancel it?", system))).kind,
    ),
  );
  expect(cache.stats()).toMatchObject({ entries: 2, evicted: 1 });
  expect(kinds).toEqual(["answered", "missed", "answered"]);
});

test("what a guard learned in shadow holds when its hits are served, for all scopes of one tenant", () => {
  const groups = new NearGroups();
  const exact = exactCacheSchema.parse({ share: "team" });
  const policy = (mode: "shadow" | "on") =>
    semanticCacheSchema.parse({ mode, max_wrong_share: 0.05 });
  const of = (team: string, mode: "shadow" | "on") =>
    groups.of(key({ attribution: { team } }), exact, policy(mode));

  const shadow = of("a", "shadow");
  const on = of("a", "on");

  expect(on).not.toBe(shadow);
  expect(on.decider).toBe(shadow.decider);
  expect(of("b", "on").decider).not.toBe(on.decider);
});

test("what is said behind a long gap is not overlooked: such a text is too long", async () => {
  const { cache } = open();
  await answered(cache, asking("How do I cancel my order?"), "a");
  const padded = `How do I cancel my order?${" ".repeat(2_000)}And my card?`;

  const outcome = await cache.ask(asking(padded));

  expect(outcome.kind).toBe("missed");
  expect(cache.stats().namespaces[0]?.refused).toEqual({ too_long: 1 });
});

test("a calibrated namespace answers nothing before anything is certified", async () => {
  const { cache } = open();
  const semantic = semanticCacheSchema.parse({ mode: "on", max_wrong_share: 0.05 });
  await answered(cache, asking("How do I cancel my order?", "", { semantic }), "a");

  const outcome = await cache.ask(asking("How can I cancel my order?", "", { semantic }));

  expect(outcome.kind).toBe("missed");
  expect(cache.stats().namespaces[0]?.certified).toBeNull();
});
