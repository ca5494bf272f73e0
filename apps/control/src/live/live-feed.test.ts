import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLiveFeed, type LiveFeed, type LiveListener } from "./live-feed.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const makeFeed = (options: { maxListeners?: number } = {}): LiveFeed =>
  createLiveFeed({ nowMs: () => Date.now(), intervalMs: 250, quietMs: 15_000, ...options });

function listenTo(feed: LiveFeed): LiveListener {
  const listener = feed.listen();
  if (listener === undefined) throw new Error("the feed is full");
  return listener;
}

test("a listener hears of rows at once", async () => {
  const feed = makeFeed();
  const heard = listenTo(feed).next();

  feed.loaded(3);

  expect(await heard).toEqual({ rows_added: 3, loaded_at: "1970-01-01T00:16:40.000Z" });
});

test("loads within a quarter of a second are one event with all their rows", async () => {
  const feed = makeFeed();
  const listener = listenTo(feed);
  feed.loaded(1);
  await listener.next();

  feed.loaded(2);
  feed.loaded(5);
  const heard = listener.next();
  await vi.advanceTimersByTimeAsync(249);
  feed.loaded(4);
  await vi.advanceTimersByTimeAsync(1);

  expect(await heard).toMatchObject({ rows_added: 11 });
});

test("a slow listener finds one event with all the rows it missed", async () => {
  const feed = makeFeed();
  const listener = listenTo(feed);

  for (let load = 0; load < 5; load += 1) {
    feed.loaded(10);
    await vi.advanceTimersByTimeAsync(250);
  }

  expect(await listener.next()).toMatchObject({ rows_added: 50 });
});

test("every listener hears every row", async () => {
  const feed = makeFeed();
  const listeners = [listenTo(feed), listenTo(feed)];

  feed.loaded(7);

  for (const listener of listeners) {
    expect(await listener.next()).toMatchObject({ rows_added: 7 });
  }
});

test("a listener is told when nothing happened for fifteen seconds", async () => {
  const listener = listenTo(makeFeed());
  const heard = listener.next();

  await vi.advanceTimersByTimeAsync(15_000);

  expect(await heard).toBe("quiet");
});

test("closing the feed ends its listeners and lets none in", async () => {
  const feed = makeFeed();
  const heard = listenTo(feed).next();

  feed.close();

  expect(await heard).toBe("ended");
  expect(feed.listen()).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
});

test("the feed serves a bounded number of listeners, and one that left makes room", () => {
  const feed = makeFeed({ maxListeners: 2 });
  const first = listenTo(feed);
  listenTo(feed);

  expect(feed.listen()).toBeUndefined();

  first.close();
  expect(feed.listeners).toBe(1);
  expect(feed.listen()).toBeDefined();
});
