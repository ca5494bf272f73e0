import { exactCacheSchema, semanticCacheSchema } from "@headgate/contract";
import { picodollars } from "@headgate/money";
import { expect, test, vi } from "vitest";
import { MemoryStore } from "../exact-cache/memory-store.ts";
import { answerOf, key, requestOf } from "../exact-cache/question.fixture.ts";
import { NearGroups } from "./near-groups.ts";
import type { QuestionModel, TextEmbedder } from "./question-embedder.ts";
import type { OwnReach } from "./readable-question.ts";
import { SemanticCache } from "./semantic-cache.ts";
import type { SemanticRequest } from "./semantic-outcome.ts";

/** A stand-in for a model to which all texts are alike. */
const embedder: TextEmbedder = {
  embed: async () => {
    const vector = new Float32Array(512);
    vector[0] = 1;
    return { vector, tokens: 8, unknown: false };
  },
};
const LIMITS = { maxBytes: 1_000_000, maxEntries: 2 };
const SHIPPED = { id: "universal-sentence-encoder-lite", name: "universal-sentence-encoder-lite" };
const open = (nowMs = () => 0, model: TextEmbedder = embedder, groups = new NearGroups()) => {
  const store = new MemoryStore(1_000_000, nowMs);
  const failures: unknown[] = [];
  const cache = new SemanticCache({
    store,
    embedder: model,
    groups,
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
  attribution: {},
  isKept: false,
  ...change,
});
const completion = (text: string): string =>
  JSON.stringify({ choices: [{ index: 0, message: { role: "assistant", content: text } }] });

/** Asks, and lets a miss be answered; resolves with what came of it once that is learned. */
async function answered(
  cache: SemanticCache,
  request: SemanticRequest,
  callId: string,
  text = "In the app.",
) {
  const outcome = await cache.ask(request);
  if (outcome.kind !== "missed") return outcome.kind;
  const before = cache.stats().entries + cache.stats().evicted;
  outcome.following.end(answerOf(callId, completion(text)), {
    amount: undefined,
    simulated: false,
  });
  await vi.waitFor(
    () => expect(cache.stats().entries + cache.stats().evicted).not.toBe(before),
    60_000,
  );
  return outcome.kind;
}

test("a model that fails is told and counted, and the call goes on", async () => {
  const broken = new Error("the model's thread ended");
  const { cache, failures } = open(undefined, { embed: () => Promise.reject(broken) });

  expect(await cache.ask(asking("How do I cancel my order?"))).toMatchObject({ kind: "missed" });

  await vi.waitFor(() => expect(failures).toEqual([broken]), 60_000);
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
  const of = (team: string, mode: "shadow" | "on", id = "a model") =>
    groups.of(key({ attribution: { team } }), exact, policy(mode), { id, name: id });

  const shadow = of("a", "shadow");
  const on = of("a", "on");

  expect(on).not.toBe(shadow);
  expect(on.decider).toBe(shadow.decider);
  expect(of("b", "on").decider).not.toBe(on.decider);
  expect(of("a", "on", "another model").decider).not.toBe(on.decider);
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

test("what only a longer answer could say is never served by what was measured, and is counted", async () => {
  const groups = new NearGroups();
  const { cache } = open(undefined, embedder, groups);
  const semantic = semanticCacheSchema.parse({ mode: "on", max_wrong_share: 0.5 });
  const place = groups.of(key(), exactCacheSchema.parse({}), semantic, SHIPPED).decider;
  if (place.kind !== "guarded") throw new Error(place.kind);
  // As if a thousand answers had been right, whatever their likeness.
  for (let index = 0; index < 1_000; index += 1) place.guard.note(new Float64Array(21), true);
  const prose = "You can do that on the page of your account. ".repeat(20);
  await answered(cache, asking("How do I cancel my order?", "a", { semantic }), "a", prose);
  await answered(cache, asking("How do I cancel my order?", "b", { semantic }), "b");

  const ask = async (system: string) =>
    (await cache.ask(asking("How can I cancel my order?", system, { semantic }))).kind;

  expect([await ask("a"), await ask("b")]).toEqual(["missed", "answered"]);
  expect(cache.stats().namespaces[0]?.refused).toEqual({ unjudgeable_answer: 1 });
});

test("a fixed threshold whose answers were wrong serves nothing, and says so", async () => {
  const groups = new NearGroups();
  const { cache } = open(undefined, embedder, groups);
  await answered(cache, asking("How do I cancel my order?"), "a");
  const near = () => cache.ask(asking("How can I cancel my order?"));
  const first = await near();
  const { policy, semantic } = asking("");
  const group = groups.of(key(), policy, semantic, SHIPPED);

  for (let index = 0; index < 30; index += 1) group.judge(false);

  expect([first.kind, (await near()).kind]).toEqual(["answered", "missed"]);
  expect(cache.stats().namespaces[0]).toMatchObject({ switched_off: true, wrong: 30, served: 1 });
});

test("no call waits for its vector where a threshold that is switched off would serve nothing", async () => {
  const groups = new NearGroups();
  let isAsleep = false;
  const model: TextEmbedder = {
    embed: (text) => (isAsleep ? new Promise(() => undefined) : embedder.embed(text)),
  };
  const { cache } = open(undefined, model, groups);
  await answered(cache, asking("How do I cancel my order?"), "a");
  const { policy, semantic } = asking("");
  const group = groups.of(key(), policy, semantic, SHIPPED);
  for (let index = 0; index < 30; index += 1) group.judge(false);
  isAsleep = true;

  const outcome = await cache.ask(asking("How can I cancel my order?"));

  expect(outcome.kind).toBe("missed");
  expect(cache.stats().slow).toBe(0);
});

test.each([
  ["a threshold", {}, []],
  ["a measure", { max_wrong_share: 0.5 }, ["no vectors of answers"]],
])(
  "a question is learned of by %s, also where its answer cannot be looked at",
  async (_by, measure, told) => {
    const model: TextEmbedder = {
      embed: (text) =>
        text.startsWith("You")
          ? Promise.reject(new Error("no vectors of answers"))
          : embedder.embed(text),
    };
    const { cache, failures } = open(undefined, model);
    const semantic = semanticCacheSchema.parse({ mode: "on", ...measure });
    const statement = "You can do that in the app, on the page of your account, until it is sent.";
    const outcome = await cache.ask(asking("How do I cancel my order?", "", { semantic }));
    if (outcome.kind !== "missed") throw new Error(outcome.kind);

    outcome.following.end(answerOf("a", completion(statement)), {
      ...{ amount: undefined, simulated: false },
    });

    await expect.poll(() => cache.stats().entries, { timeout: 10_000 }).toBe(1);
    expect(failures.map((error) => (error as Error).message)).toEqual(told);
  },
);

test("a question that was under way when all was purged is not learned behind that", async () => {
  const { cache, store } = open();
  const outcome = await cache.ask(asking("How do I cancel my order?"));
  if (outcome.kind !== "missed") throw new Error(outcome.kind);

  cache.purge({ all: true });
  outcome.following.end(answerOf("a", completion("In the app.")), {
    amount: undefined,
    simulated: false,
  });
  await answered(cache, asking("How do I lock my card?"), "b");

  expect((await store.stats()).entries).toBe(1);
  expect(cache.stats().entries).toBe(1);
});

test("who takes no answer as old as that is given none, and it stays for others", async () => {
  let now = 0;
  const { cache } = open(() => now);
  const ttl = (ttl_minutes: number) => ({ policy: exactCacheSchema.parse({ ttl_minutes }) });
  await answered(cache, asking("How do I cancel my order?", "", ttl(60)), "a");

  now = 300_000;
  const ask = async (minutes: number) =>
    (await cache.ask(asking("How can I cancel my order?", "", ttl(minutes)))).kind;

  expect([await ask(5), await ask(60)]).toEqual(["missed", "answered"]);
});

/** A stand-in for a model of the operator's own: a text's length is its direction, its cost a picodollar. */
const ownModel = (change: Partial<QuestionModel> = {}): QuestionModel => ({
  id: "own",
  name: "own/model",
  reach: { maxTokens: 100, languages: "en" },
  embedder: {
    embed: async (text, { spent }) => {
      spent({ amount: picodollars(1n), simulated: false });
      const vector = new Float32Array(2);
      vector.set([Math.cos(text.length / 100), Math.sin(text.length / 100)]);
      return { vector, tokens: 0, unknown: false };
    },
  },
  ...change,
});

test("what two models made vectors of is never compared, and one comes back to its own", async () => {
  const { cache } = open();
  await answered(cache, asking("How do I cancel my order?"), "a");
  const ask = async () => (await cache.ask(asking("How can I cancel my order?"))).kind;

  cache.use(ownModel());
  const byOther = await ask();
  cache.use(undefined);
  const byFirst = await ask();

  expect([byOther, byFirst]).toEqual(["missed", "answered"]);
  expect(
    cache
      .stats()
      .namespaces.map(({ model }) => model)
      .sort(),
  ).toEqual(["own/model", "universal-sentence-encoder-lite"]);
});

test("what vectors cost is taken from what was saved", async () => {
  const { cache } = open();
  cache.use(ownModel());
  await answered(cache, asking("How do I cancel my order?"), "a");
  const outcome = await cache.ask(asking("How can I cancel my order?"));
  if (outcome.kind !== "answered") throw new Error(outcome.kind);

  outcome.noteSaved({ amount: picodollars(10n), simulated: false });

  expect(cache.stats().namespaces[0]).toMatchObject({
    saved: "0.000000000008",
    own_cost: "0.000000000002",
    own_cost_unknown: 0,
  });
});

test.each<[string, string, OwnReach["languages"], number | undefined, object]>([
  ["empty", "  ", "any", 0.05, { empty: 1 }],
  ["longer in bytes than the model reads tokens", "Wie? ".repeat(19), "any", 0.05, { too_long: 1 }],
  ["of letters that are three bytes each", "語".repeat(31), "any", 0.05, { too_long: 1 }],
  ["of a letter that vocabularies make eighteen", "ﷺ".repeat(5), "any", 0.05, { too_long: 1 }],
  ["not English, for a model of English", "Was ist das Limit?", "en", 0.05, { not_english: 1 }],
  ["not English, by a fixed cosine", "Was ist das Limit?", "any", undefined, { not_english: 1 }],
  ["not English, where hits are measured", "Was ist das Limit?", "any", 0.05, {}],
])(
  "a text that is %s: what is sent to a model of one's own",
  async (_what, text, languages, share, refused) => {
    const { cache } = open();
    const texts: string[] = [];
    const { embedder: own } = ownModel();
    const noting: QuestionModel["embedder"] = {
      embed: (asked, asker) => {
        texts.push(asked);
        return own.embed(asked, asker);
      },
    };
    cache.use(ownModel({ embedder: noting, reach: { maxTokens: 100, languages } }));

    await cache.ask(
      asking(text, "", {
        semantic: semanticCacheSchema.parse({ mode: "on", max_wrong_share: share }),
      }),
    );

    expect(cache.stats().namespaces[0]?.refused).toEqual(refused);
    expect(texts).toEqual(Object.keys(refused).length === 0 ? [text] : []);
  },
);

test("a model that has one vector for two texts does not see what tells them apart", async () => {
  const { cache } = open();
  cache.use(ownModel());
  await answered(cache, asking("How do I cancel my order?"), "a");

  const spelled = await cache.ask(asking("how do I cancel MY order?"));
  const other = await cache.ask(asking("How can I return a parcel"));

  expect([spelled.kind, other.kind]).toEqual(["answered", "missed"]);
  expect(cache.stats().namespaces[0]?.refused).toEqual({ unseen_difference: 1 });
});
