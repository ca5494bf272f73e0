import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, test } from "vitest";
import { describeBatchStore } from "../batch-store.conformance.ts";
import { newItem } from "../item.fixture.ts";
import { describeRealTime } from "../real-time.conformance.ts";
import { describeSharedRequests } from "../shared-requests.conformance.ts";
import { SCHEMA } from "../sql/schema.ts";
import { describeWebhooks } from "../webhooks.conformance.ts";
import { openBatchStore } from "./open-batch-store.ts";

const newFolder = () => mkdtemp(join(tmpdir(), "headgate-batch-"));

const open = async () => {
  const folder = await newFolder();
  const path = join(folder, "batch.sqlite");
  const store = await openBatchStore({ path, durability: "process" });
  const other = await openBatchStore({ path, durability: "process" });
  return {
    store,
    other,
    close: async () => {
      await store.close();
      await other.close();
      await rm(folder, { recursive: true });
    },
  };
};

describeBatchStore("deferred work in one SQLite file", open);
describeRealTime("requests in real time in one SQLite file", open);
describeSharedRequests("requests that share an answer in one SQLite file", open);
describeWebhooks("messages about ends in one SQLite file", open);

test("a file of the version before is taken on, with what is in it", async () => {
  const folder = await newFolder();
  const path = join(folder, "batch.sqlite");
  const before = new Database(path);
  // As the version before had them.
  const drop = (text: string) =>
    text
      .replace(/create index if not exists items_by_deadline[^;]*;\n/, "")
      .replace(/ {2}(own_deadline|own_real_time_at|not_before)_ms integer,\n/g, "")
      .replace("  about text not null default 'request',\n", "")
      .replace("  fields text not null,\n  webhook text\n", "  fields text not null\n");
  before.exec(`${drop(SCHEMA)} pragma user_version = 1;`);
  before.exec(`insert into webhooks (item, key_id, url, status, ended_at_ms, state, tries, next_at_ms)
    values ('dfr_1', 'key-1', 'https://x.example/', 'completed', 5, 'waiting', 0, 5)`);
  before.close();

  const store = await openBatchStore({ path, durability: "process" });

  expect(await store.dueWebhooks(5, 1)).toMatchObject([{ about: "request", id: "dfr_1" }]);
  const item = newItem();
  await store.admit([item], 0);
  expect(await store.item(item.id, item.keyId)).toMatchObject({ neededByMs: item.deadlineMs });
  await store.close();
  await rm(folder, { recursive: true });
});

test("a file that is no database is refused by its path", async () => {
  const folder = await newFolder();
  const path = join(folder, "batch.sqlite");
  await writeFile(path, "not a database, but long enough to look at".repeat(100));

  await expect(openBatchStore({ path })).rejects.toMatchObject({
    code: "batch_unavailable",
    message: expect.stringContaining(path),
  });
  await rm(folder, { recursive: true });
});

test("twenty thousand requests go in and into one batch page by page", async () => {
  const folder = await newFolder();
  const store = await openBatchStore({ path: join(folder, "batch.sqlite"), durability: "process" });
  const item = newItem();
  for (let page = 0; page < 20; page += 1) {
    const items = Array.from({ length: 1_000 }, (_, index) => ({
      ...item,
      id: `i-${page}-${index}`,
      callId: `c-${page}-${index}`,
      shared: { digest: `d-${page}-${index % 700}`, scope: "key-1" },
    }));
    expect(await store.admit(items, 0)).toEqual({ added: 1_000, copies: 300 });
  }

  const about = { target: item.target, mostBytes: 1e9, atMs: 1 };
  expect(await store.openBatch({ ...about, marker: "m", mostRequests: 50_000 })).toMatchObject({
    requests: 14_000,
  });

  await store.close();
  await rm(folder, { recursive: true });
});
