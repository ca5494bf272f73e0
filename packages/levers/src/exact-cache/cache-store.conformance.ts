import { beforeEach, describe, expect, test } from "vitest";
import type { CacheEntry, CacheStore } from "./cache-store.ts";
import { sizeOf } from "./kept-answer.ts";
import { answerOf } from "./question.fixture.ts";

type Opened = Readonly<{ store: CacheStore; passMs: (ms: number) => void }>;

const keyOf = (digest: string, check = digest) => ({ digest, check });
const entry = (callId: string, change: Partial<CacheEntry> = {}): CacheEntry => ({
  answer: answerOf(callId),
  namespace: "default",
  tags: {},
  ttlMs: 1_000,
  ...change,
});
const ENTRY_BYTES = sizeOf(answerOf("a"));
const LARGE_BYTES = 100_000_000;

/** An entry of so many bytes in all. */
function largeEntry(bytes: number): CacheEntry {
  const answer = answerOf("large");
  const body = Buffer.alloc(bytes - (sizeOf(answer) - answer.body.length), 0xc3);
  body[0] = 0;
  return entry("large", { answer: { ...answer, body } });
}

/**
 * The contract of a store of answers. Each adapter's test is one call of this.
 *
 * @param mostEntryBytes where a store bounds each entry by itself, below 100 MB
 */
export function describeCacheStore(
  name: string,
  open: (maxBytes: number) => Opened | Promise<Opened>,
  mostEntryBytes = Number.POSITIVE_INFINITY,
): void {
  describe(`${name} is a store of answers`, () => {
    let store: CacheStore;
    let passMs: Opened["passMs"];
    const find = async (...digests: readonly string[]): Promise<string | undefined> =>
      (await store.find(digests.map((digest) => keyOf(digest))))?.entry.answer.callId;

    beforeEach(async () => {
      ({ store, passMs } = await open(3 * ENTRY_BYTES));
    });

    test("an entry is found under any of its keys, the first that is asked for before the others", async () => {
      await store.keep([keyOf("exact"), keyOf("normal")], entry("a"));
      await store.keep([keyOf("other")], entry("b"));

      expect(await find("nothing", "normal")).toBe("a");
      expect(await find("other", "normal")).toBe("b");
      expect(await find("nothing")).toBeUndefined();
    });

    test("the largest answer that it takes, 100 MB or its own bound, is kept where it just fits and comes back byte for byte", async () => {
      const large = largeEntry(Math.min(LARGE_BYTES, mostEntryBytes));
      const bytes = sizeOf(large.answer);
      const tight = await open(bytes - 1);
      expect(await tight.store.keep([keyOf("large")], large)).toBe("too_large");
      expect(await tight.store.find([keyOf("large")])).toBeUndefined();

      const wide = await open(bytes);
      await wide.store.keep([keyOf("small")], entry("small"));
      expect(await wide.store.keep([keyOf("large")], large)).toBe("kept");

      const found = await wide.store.find([keyOf("large")]);
      expect(found?.entry.answer.body.equals(large.answer.body)).toBe(true);
      // What was there made room for it.
      expect(await wide.store.find([keyOf("small")])).toBeUndefined();
      expect((await wide.store.stats()).bytes).toBeLessThanOrEqual(bytes);
    });

    test.skipIf(mostEntryBytes === Number.POSITIVE_INFINITY)(
      "an answer above its own bound is too large, and holds up nothing else",
      async () => {
        const { store: wide } = await open(2 * LARGE_BYTES);
        await wide.keep([keyOf("small")], entry("small"));

        expect(await wide.keep([keyOf("large")], largeEntry(LARGE_BYTES))).toBe("too_large");

        expect((await wide.find([keyOf("small")]))?.entry.answer.callId).toBe("small");
        expect(await wide.find([keyOf("large")])).toBeUndefined();
      },
    );

    test("an entry is used by its call as by its keys, until its time is over", async () => {
      await store.keep([keyOf("a")], entry("a"));

      const used = await store.findCall("a");
      passMs(1_000);

      expect(used?.entry.answer.callId).toBe("a");
      expect((await store.ofCall("a"))?.hits).toBe(1);
      expect(await store.findCall("a")).toBeUndefined();
      expect(await store.findCall("b")).toBeUndefined();
    });

    test("an entry in whose place another question collides is not its answer", async () => {
      await store.keep([keyOf("place", "of the first")], entry("a"));

      expect(await store.find([keyOf("place", "of the second")])).toBeUndefined();
    });

    test("an entry is used until its time is over, whatever the machine's clock says", async () => {
      await store.keep([keyOf("a")], entry("a"));

      passMs(999);
      const fresh = await store.find([keyOf("a")]);
      passMs(1);

      expect(fresh?.ageMs).toBe(999);
      expect(await find("a")).toBeUndefined();
      expect((await store.stats()).expired).toBe(1);
    });

    test("what is too old for who asks is not given, and stays for others", async () => {
      await store.keep([keyOf("a")], entry("a"));
      passMs(500);

      const late = [await store.find([keyOf("a")], 500), await store.findCall("a", 500)];

      expect(late).toEqual([undefined, undefined]);
      expect((await store.stats()).expired).toBe(0);
      expect((await store.ofCall("a"))?.hits).toBe(0);
      expect((await store.find([keyOf("a")], 501))?.ageMs).toBe(500);
    });

    test("it is told how long an entry was of no use", async () => {
      await store.keep([keyOf("a")], entry("a"));
      passMs(300);
      const first = await store.find([keyOf("a")]);
      passMs(20);

      const second = await store.findCall("a");

      expect([first?.sinceUseMs, second?.sinceUseMs]).toEqual([300, 20]);
      expect(second?.ageMs).toBe(320);
    });

    test("what was not used for longest makes room; nothing is ever above the bound", async () => {
      for (const callId of ["a", "b", "c"]) await store.keep([keyOf(callId)], entry(callId));
      await find("a");

      await store.keep([keyOf("d")], entry("d"));

      expect([await find("a"), await find("b"), await find("c"), await find("d")]).toEqual([
        "a",
        undefined,
        "c",
        "d",
      ]);
      const { bytes, maxBytes, evicted } = await store.stats();
      expect(bytes).toBeLessThanOrEqual(maxBytes);
      expect(evicted).toBe(1);
    });

    test("an answer that never fits is not kept, and drives nothing out", async () => {
      await store.keep([keyOf("a")], entry("a"));

      const large = entry("b", { answer: answerOf("b", "x".repeat(4 * ENTRY_BYTES)) });

      expect(await store.keep([keyOf("b")], large)).toBe("too_large");
      expect(await find("a")).toBe("a");
    });

    test("a newer answer takes the older one's place and its bytes", async () => {
      await store.keep([keyOf("a"), keyOf("normal")], entry("old"));

      await store.keep([keyOf("a")], entry("new"));

      expect(await find("a")).toBe("new");
      expect(await find("normal")).toBeUndefined();
      expect((await store.stats()).bytes).toBe(sizeOf(answerOf("new")));
    });

    test.each([
      [{ all: true as const }, []],
      [{ namespace: "faq" }, ["a"]],
      [{ tag: "run=7" }, ["b"]],
      [{ call_id: "a" }, ["b"]],
    ])("%j is forgotten and the rest stays", async (what, left) => {
      await store.keep([keyOf("a")], entry("a", { tags: { run: "7" } }));
      await store.keep([keyOf("b")], entry("b", { namespace: "faq" }));

      const purged = await store.purge(what);

      expect([await find("a"), await find("b")].filter((found) => found !== undefined)).toEqual(
        left,
      );
      expect(purged).toBe(2 - left.length);
    });

    test("the answer of a call is found by the call, with its age and its uses", async () => {
      await store.keep([keyOf("a")], entry("a"));
      await find("a");
      passMs(10);

      const stored = await store.ofCall("a");

      expect(stored).toMatchObject({ ageMs: 10, hits: 1, bytes: ENTRY_BYTES });
      expect(await store.ofCall("b")).toBeUndefined();
    });
  });
}
