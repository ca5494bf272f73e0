import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batchClient } from "./batch-client.ts";

const OPENAI_BATCHES = 250;
const PAGE = 100;
const firstSecond = Date.parse("2026-11-01T00:00:00Z") / 1_000;

/** The newest first, as the face has them. */
const openaiBatches = Array.from({ length: OPENAI_BATCHES }, (_, index) => ({
  id: `batch_${OPENAI_BATCHES - index}`,
  object: "batch",
  status: "completed",
  created_at: firstSecond + OPENAI_BATCHES - index,
  request_counts: { total: 1, completed: 1, failed: 0 },
}));
const messageBatches = [1, 2].map((index) => ({
  id: `msgbatch_${index}`,
  type: "message_batch",
  processing_status: "ended",
  created_at: "2026-10-01T00:00:00Z",
  expires_at: "2026-10-02T00:00:00Z",
  request_counts: { processing: 0, succeeded: 1, errored: 0, canceled: 0, expired: 0 },
}));

/** Pages of a list as a face gives them: by the last id that was seen, one batch a page of Anthropic's. */
function pageOf(address: URL): object {
  const isOpenai = address.pathname === "/v1/batches";
  const all: readonly { id: string }[] = isOpenai ? openaiBatches : messageBatches;
  const after = address.searchParams.get(isOpenai ? "after" : "after_id");
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const to = from + (isOpenai ? PAGE : 1);
  return { data: all.slice(from, to), last_id: all[to - 1]?.id ?? null, has_more: to < all.length };
}

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer(({ url: path = "" }, response) => {
    const page = pageOf(new URL(path, "http://127.0.0.1"));
    response.setHeader("content-type", "application/json").end(JSON.stringify(page));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

test("all batches of both forms are listed, however many pages they fill, the newest first", async () => {
  const ids = (await batchClient(url, "hg_key").list()).map(({ view }) => view.id);

  expect(ids).toEqual([...openaiBatches.map(({ id }) => id), "msgbatch_1", "msgbatch_2"]);
});
