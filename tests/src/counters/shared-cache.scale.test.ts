import { randomUUID } from "node:crypto";
import { configSchema, semanticCacheSchema, type ValkeyConfig } from "@headgate/contract";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { CacheLink } from "../../../apps/gateway/src/caches/shared/cache-link.ts";
import { NearStream } from "../../../apps/gateway/src/caches/shared/near-stream.ts";
import { sharedFlights } from "../../../apps/gateway/src/caches/shared/shared-flights.ts";
import {
  MOST_SHARED_BYTES,
  SharedStore,
} from "../../../apps/gateway/src/caches/shared/shared-store.ts";
import { describeCacheStore } from "../../../packages/levers/src/exact-cache/cache-store.conformance.ts";
import { ExactCache } from "../../../packages/levers/src/exact-cache/exact-cache.ts";
import {
  answerOf,
  chat,
  requestOf,
} from "../../../packages/levers/src/exact-cache/question.fixture.ts";
import { SemanticCache } from "../../../packages/levers/src/semantic-cache/semantic-cache.ts";
import { startRedis, type TestServer } from "../servers/index.ts";
import { serverCommand } from "./server-command.ts";

const url = process.env.HEADGATE_TEST_VALKEY;

const configOf = (server: string, prefix = randomUUID()): ValkeyConfig => {
  const { counters } = configSchema.parse({
    stores: { counters: { kind: "valkey", url: server, prefix, command_timeout_ms: 2_000 } },
  }).stores;
  if (counters.kind !== "valkey") throw new Error("the counters are not on a server");
  return counters;
};

/** Links of a test; one that has connected answers at once. */
async function linkTo(config: ValkeyConfig, clock?: () => number): Promise<CacheLink> {
  const link = new CacheLink(config, clock);
  onTestFinished(() => link.close());
  await expect
    .poll(() => link.ask("stats", []).catch(() => undefined), { timeout: 10_000, interval: 20 })
    .toBeDefined();
  return link;
}

if (url !== undefined) {
  const open = async (maxBytes: number) => {
    let nowMs = 5_000;
    const link = await linkTo(configOf(url), () => nowMs);
    return {
      store: new SharedStore(link, maxBytes),
      passMs: (ms: number) => {
        nowMs += ms;
      },
    };
  };
  describeCacheStore("the shared cache", open, MOST_SHARED_BYTES);
}

const bytes = 1_000_000;
const question = () => requestOf(chat(randomUUID()));
/** Two gateways that share a store; one that leads and is not heard of is taken for dead soon. */
async function twoGateways(server: string, leadsForMs = 10_000) {
  const config = configOf(server);
  return Promise.all(
    [0, 1].map(async () => {
      const link = await linkTo(config);
      const store = new SharedStore(link, bytes);
      return new ExactCache(store, sharedFlights({ link, store, leadsForMs }));
    }),
  ) as Promise<[ExactCache, ExactCache]>;
}

test.skipIf(url === undefined)(
  "a question that another gateway asks is waited for, and its answer given to all, byte for byte",
  async () => {
    const [one, two] = await twoGateways(url ?? "");
    const request = question();
    const first = await one.ask(request);
    if (first.kind !== "missed") throw new Error("the first question was not asked");
    const waiting = [two, two, one].map(async (cache) => cache.ask(request));
    const body = Buffer.from([0, 255, 10, 13, 128]);

    first.keeping.end({ ...answerOf("a"), body });

    for (const outcome of await Promise.all(waiting)) {
      expect(outcome).toMatchObject({ kind: "answered", status: "coalesced" });
      expect(outcome.kind === "answered" && outcome.answer).toEqual({ ...answerOf("a"), body });
    }
    expect(await two.ask(request)).toMatchObject({ kind: "answered", status: "hit" });
  },
);

test.skipIf(url === undefined)("who waited in vain for another gateway asks itself", async () => {
  const [one, two] = await twoGateways(url ?? "");
  const request = question();
  const first = await one.ask(request);
  if (first.kind !== "missed") throw new Error("the first question was not asked");
  const waiting = two.ask(request);

  first.keeping.end("not_whole");

  expect(await waiting).toMatchObject({ kind: "missed" });
});

test.skipIf(url === undefined)("a client that leaves while it waits is let go", async () => {
  const [one, two] = await twoGateways(url ?? "");
  const request = question();
  await one.ask(request);
  let leave: (() => void) | undefined;
  const waiting = two.ask({
    ...request,
    onGone: (giveUp) => {
      leave = giveUp;
    },
  });
  // It is under way before it waits. A gateway remembers who left in between; this stand-in for one does not.
  await expect.poll(() => leave).toBeDefined();

  leave?.();

  expect(await waiting).toEqual({ kind: "left" });
});

test.skipIf(url === undefined)(
  "of those who wait for a gateway that died one asks, and the dead one's late word changes nothing",
  async () => {
    const config = configOf(url ?? "");
    const [dead, alive] = [await linkTo(config), await linkTo(config)];
    const store = new SharedStore(alive, bytes);
    const key = { digest: "d", check: "c" };
    // As a process is that begins and never says a word again.
    expect(await dead.ask("begin_flight", ["d", "c", "the-dead", 300, 60_000])).toBe("lead");
    const flights = sharedFlights({ link: alive, store, leadsForMs: 5_000 });
    const begun = [0, 1].map(() =>
      flights.begin({ key, mostAgeMs: 60_000, patience: () => undefined }),
    );

    const leader = await Promise.race(begun);
    expect(leader.kind).toBe("lead");
    await dead.ask("land_flight", ["d", "the-dead", "-", 1_000]);
    await store.keep([key], {
      ...{ answer: answerOf("a"), namespace: "default", tags: {}, ttlMs: 60_000 },
    });
    if (leader.kind === "lead") leader.land("a");

    const kinds = (await Promise.all(begun)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["answered", "lead"]);
  },
);

let server: TestServer | undefined;
beforeAll(async () => {
  const started = await startRedis();
  if (!("reason" in started)) server = started;
  return () => server?.close();
});

test("a cache that is away fails at once and by its address, and is used again when it is back", async ({
  skip,
}) => {
  if (server === undefined) {
    skip("no server can be started here");
    return;
  }
  const link = await linkTo(configOf(server.url));
  const store = new SharedStore(link, bytes);
  const key = { digest: "d", check: "c" };
  await store.keep([key], {
    ...{ answer: answerOf("a"), namespace: "default", tags: {}, ttlMs: 60_000 },
  });

  await server.kill();
  await expect(store.find([key])).rejects.toThrow("127.0.0.1");
  await server.restart();

  await expect
    .poll(() => store.find([key]).catch(() => undefined), { timeout: 15_000, interval: 50 })
    .toMatchObject({ entry: { answer: { callId: "a" } } });
  await serverCommand(server, "FLUSHALL");
  expect(await store.find([key])).toBeUndefined();
});

/** A link on which something happens after each page of entries. */
class BusyLink extends CacheLink {
  meanwhile: () => Promise<unknown> = async () => undefined;

  override async ask(...asked: Parameters<CacheLink["ask"]>): Promise<unknown> {
    const answer = await super.ask(...asked);
    if (asked[0] === "list") await this.meanwhile();
    return answer;
  }
}

test("a purge finds what it is about, also while other entries are used", async ({ skip }) => {
  if (server === undefined) {
    skip("no server can be started here");
    return;
  }
  const link = new BusyLink(configOf(server.url));
  onTestFinished(() => link.close());
  const store = new SharedStore(link, bytes);
  const keyOf = (index: number) => ({ digest: `d${index}`, check: "c" });
  await expect
    .poll(() => link.ask("stats", []).catch(() => undefined), { timeout: 10_000, interval: 20 })
    .toBeDefined();
  // A page is of 200: the last one is on the second.
  for (let index = 0; index <= 200; index += 1) {
    const namespace = index === 200 ? "faq" : "default";
    const answer = answerOf(`call-${index}`);
    await store.keep([keyOf(index)], { answer, namespace, tags: {}, ttlMs: 60_000 });
  }
  link.meanwhile = () => store.find([keyOf(0)]);

  const purged = await store.purge({ namespace: "faq" });

  expect(purged).toBe(1);
  expect(await store.find([keyOf(200)])).toBeUndefined();
  expect((await store.stats()).entries).toBe(200);
});

test.skipIf(url === undefined)(
  "a near question that another gateway answered is known here, until it is purged anywhere",
  async () => {
    const config = configOf(url ?? "");
    const embedder = {
      embed: async () => ({ vector: Float32Array.of(0.6, 0.8), tokens: 8, unknown: false }),
    };
    const gateways = await Promise.all(
      [0, 1].map(async () => {
        const link = await linkTo(config);
        const failures: unknown[] = [];
        const failed = (error: unknown) => failures.push(error);
        const cache = new SemanticCache({
          ...{ store: new SharedStore(link, bytes), embedder, failed, random: () => 1 },
          limits: { maxBytes: 1_000_000, maxEntries: 100 },
          learned: (question) => stream.tell(question),
        });
        const exact = new ExactCache(new SharedStore(link, bytes));
        const stream = new NearStream({ link, caches: { exact, semantic: cache }, failed });
        onTestFinished(() => stream.close());
        return { cache, stream, failures };
      }),
    );
    const [one, two] = gateways;
    if (one === undefined || two === undefined) throw new Error("no gateway was made");
    const asking = (content: string) => ({
      ...requestOf(JSON.stringify({ model: "gpt-5", messages: [{ role: "user", content }] })),
      ...{ semantic: semanticCacheSchema.parse({ mode: "on" }), attribution: {}, isKept: false },
    });
    const first = await one.cache.ask(asking("How do I cancel my order?"));
    if (first.kind !== "missed") throw new Error("the first question was answered");
    const message = { role: "assistant", content: "In the app." };
    const answer = answerOf("a", JSON.stringify({ choices: [{ index: 0, message }] }));
    first.following.end(answer, { amount: undefined, simulated: false });

    await expect.poll(() => two.cache.stats().entries, { timeout: 10_000 }).toBe(1);
    expect(await two.cache.ask(asking("How can I cancel my order?"))).toMatchObject({
      ...{ kind: "answered", tier: "semantic" },
      answer: { callId: "a" },
    });
    // Told to itself as well, and held once.
    expect(one.cache.stats().entries).toBe(1);

    two.cache.purge({ all: true });
    two.stream.tellPurge({ all: true });
    await expect.poll(() => one.cache.stats().entries, { timeout: 10_000 }).toBe(0);
    expect(gateways.flatMap(({ failures }) => failures)).toEqual([]);
  },
);

test("a purge at one gateway takes along what another has under way, and what its own clients ask afterwards stays", async ({
  skip,
}) => {
  if (server === undefined) {
    skip("no server can be started here");
    return;
  }
  const config = configOf(server.url);
  const heard: string[] = [];
  const gateway = async (name: string) => {
    const link = await linkTo(config);
    const cache: ExactCache = new ExactCache(new SharedStore(link, bytes), undefined, () =>
      stream.hear(),
    );
    const semantic = { learn: () => undefined, purge: () => heard.push(name) };
    const failed = (error: unknown) => heard.push(String(error));
    const stream = new NearStream({ link, caches: { exact: cache, semantic }, failed });
    onTestFinished(() => stream.close());
    return { cache, stream };
  };
  const [one, two] = [await gateway("one"), await gateway("two")];
  const [stale, later] = [question(), question()];
  const begun = await two.cache.ask(stale);
  one.stream.tellPurge({ all: true });
  await one.cache.purge({ all: true });
  const after = await one.cache.ask(later);
  if (begun.kind !== "missed" || after.kind !== "missed") throw new Error("both are asked");

  begun.keeping.end(answerOf("stale"));
  after.keeping.end(answerOf("later"));

  await expect.poll(async () => (await two.cache.stats()).notKept).toEqual({ purged: 1 });
  await expect.poll(async () => (await one.cache.stats()).kept).toBe(1);
  expect(await one.cache.ask(stale)).toMatchObject({ kind: "missed" });
  expect(await two.cache.ask(later)).toMatchObject({ kind: "answered", status: "hit" });
  expect(heard).toEqual(["two"]);
});
