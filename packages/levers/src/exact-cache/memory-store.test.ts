import { expect, test } from "vitest";
import { describeCacheStore } from "./cache-store.conformance.ts";
import { MemoryStore } from "./memory-store.ts";
import { answerOf } from "./question.fixture.ts";

describeCacheStore("the process's memory", (maxBytes) => {
  let nowMs = 5_000;
  return {
    store: new MemoryStore(maxBytes, () => nowMs),
    passMs: (ms) => {
      nowMs += ms;
    },
  };
});

test("a smaller bound holds at once", async () => {
  const store = new MemoryStore(1_000_000, () => 0);
  await store.keep([{ digest: "a", check: "a" }], {
    answer: answerOf("a"),
    namespace: "default",
    tags: {},
    ttlMs: 1,
  });

  store.resize(0);

  expect(await store.stats()).toMatchObject({ entries: 0, bytes: 0, maxBytes: 0 });
});
