import { expect, test } from "vitest";
import { FEEDBACK_KEPT_MS, type FeedbackRecord } from "./feedback.ts";
import type { StateStore } from "./store.ts";

const DAY_MS = 86_400_000;
const NOON = 20_000 * DAY_MS + DAY_MS / 2;

const said = (callId: string, change: Partial<FeedbackRecord> = {}): FeedbackRecord => ({
  callId,
  keyId: "key_a",
  by: "key",
  policy: "support",
  model: "openai/gpt-4o-mini",
  fingerprint: "f",
  quality: 1,
  atMs: NOON,
  ...change,
});

/** What every store of feedback does. */
export function feedbackConformance(
  newFolder: () => Promise<string>,
  openIn: (folder: string) => Promise<StateStore>,
): void {
  const opened = async () => openIn(await newFolder());

  test("the first word on a call holds, after the store was opened anew too", async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    expect(await store.keepFeedback(said("c1", { quality: 0.25 }), 10)).toBe("kept");
    expect(await store.keepFeedback(said("c1", { quality: 1 }), 10)).toBe("given_before");

    const reopened = await openIn(folder);
    expect(await reopened.keepFeedback(said("c1"), 10)).toBe("given_before");
    expect(await reopened.feedbackOn("c1")).toEqual(said("c1", { quality: 0.25 }));
    expect(await reopened.feedbackOn("c2")).toBeUndefined();
  });

  test("a key is heard so often a day, also when all of it comes at once; others and the next day are not held to it", async () => {
    const store = await opened();
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, index) => store.keepFeedback(said(`c${index}`), 5)),
    );
    expect(many.filter((outcome) => outcome === "kept")).toHaveLength(5);
    expect(many.filter((outcome) => outcome === "too_much")).toHaveLength(7);
    expect(await store.keepFeedback(said("other", { keyId: "key_b", quality: 0 }), 5)).toBe("kept");
    expect(await store.keepFeedback(said("later", { atMs: NOON + DAY_MS }), 5)).toBe("kept");

    const range = { fromMs: NOON, toMs: NOON + DAY_MS, limit: 100 };
    expect(await store.feedbackBetween(range)).toHaveLength(6);
    expect(await store.feedbackBetween({ ...range, toMs: range.toMs + 1, limit: 1 })).toEqual([
      { callId: "later", quality: 1 },
    ]);
    expect(await store.feedbackByKey()).toEqual([
      { keyId: "key_a", calls: 6, meanQuality: 1, lastAtMs: NOON + DAY_MS },
      { keyId: "key_b", calls: 1, meanQuality: 0, lastAtMs: NOON },
    ]);
  });

  test("what is some months old is forgotten", async () => {
    const store = await opened();
    await store.keepFeedback(said("old"), 5);
    await store.keepFeedback(said("new", { atMs: NOON + FEEDBACK_KEPT_MS + 1 }), 5);
    expect(await store.feedbackOn("old")).toBeUndefined();
    expect(await store.feedbackOn("new")).toBeDefined();
  });
}
