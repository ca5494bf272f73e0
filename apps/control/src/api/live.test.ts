import { liveEventSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { createLiveFeed } from "../live/live-feed.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

let stores: OpenApp;
beforeAll(async () => {
  stores = await openApp();
});
afterAll(() => stores.close());

function openFeed(maxListeners = 2): Pick<OpenApp, "ask" | "liveFeed"> {
  const liveFeed = createLiveFeed({ nowMs: () => NOW_MS, maxListeners });
  onTestFinished(() => liveFeed.close());
  return stores.another({ liveFeed });
}

type Reader = Readonly<{ next(): Promise<string>; cancel(): Promise<void> }>;

/** Reads the stream piece by piece: one comment or event each. */
function piecesOf(response: Response): Reader {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error("the answer has no body");
  const decoder = new TextDecoder();
  return {
    next: async () => decoder.decode((await reader.read()).value),
    cancel: () => reader.cancel(),
  };
}

test("the live feed opens at once and tells of every load", async () => {
  const control = openFeed();

  const response = await control.ask("/api/live");
  const pieces = piecesOf(response);

  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(await pieces.next()).toBe(": listening\n\n");
  control.liveFeed.loaded(12);
  const [event, data] = (await pieces.next()).split("\n");
  expect(event).toBe("event: loaded");
  expect(liveEventSchema.parse(JSON.parse(String(data).replace("data: ", "")))).toEqual({
    rows_added: 12,
    loaded_at: new Date(NOW_MS).toISOString(),
  });
});

test("a client that leaves makes room for another", async () => {
  const control = openFeed(1);
  const pieces = piecesOf(await control.ask("/api/live"));
  await pieces.next();
  await expectError(await control.ask("/api/live"), 503, "live_feed_full");

  await pieces.cancel();

  expect(control.liveFeed.listeners).toBe(0);
  expect((await control.ask("/api/live")).status).toBe(200);
});

test("the stream ends when the process stops", async () => {
  const control = openFeed();
  const pieces = piecesOf(await control.ask("/api/live"));
  await pieces.next();

  control.liveFeed.close();

  expect(await pieces.next()).toBe("");
});

test("asking for the head alone takes no listener's place", async () => {
  const control = openFeed();

  const response = await control.ask("/api/live", { method: "HEAD" });

  expect(response.status).toBe(405);
  expect(control.liveFeed.listeners).toBe(0);
});
