import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { describeBatchStore } from "../batch-store.conformance.ts";
import { describeRealTime } from "../real-time.conformance.ts";
import { describeSharedRequests } from "../shared-requests.conformance.ts";
import { describeWebhooks } from "../webhooks.conformance.ts";
import { openPostgresBatchStore } from "./open-postgres-batch-store.ts";

const url = process.env.HEADGATE_TEST_POSTGRES;
const newSchema = () => ({
  url: url ?? "",
  schema: `t_${randomBytes(8).toString("hex")}`,
  max_connections: 4,
  connect_timeout_ms: 5_000,
});

describe.skipIf(url === undefined)("PostgreSQL", () => {
  const open = async () => {
    const options = newSchema();
    const [{ store }, { store: other }] = await Promise.all([
      openPostgresBatchStore(options),
      openPostgresBatchStore(options),
    ]);
    return {
      store,
      other,
      close: async () => {
        await Promise.all([store.close(), other.close()]);
      },
    };
  };
  describeBatchStore("deferred work in one schema of PostgreSQL", open);
  describeRealTime("requests in real time in PostgreSQL", open);
  describeSharedRequests("requests that share an answer in PostgreSQL", open);
  describeWebhooks("messages about ends in PostgreSQL", open);

  test("a client's file comes back byte for byte on another node, and goes whole", async () => {
    const options = newSchema();
    const [here, there] = [
      await openPostgresBatchStore(options),
      await openPostgresBatchStore(options),
    ];
    const bytes = randomBytes(2_500_000);
    async function* pieces() {
      yield "a line\n";
      yield bytes.subarray(0, 7);
      yield bytes.subarray(7);
    }

    expect(await here.files.write("file-1", pieces())).toBe(2_500_007);
    const read: Buffer[] = [];
    for await (const piece of there.files.read("file-1")) read.push(piece);
    expect(Buffer.concat(read).equals(Buffer.concat([Buffer.from("a line\n"), bytes]))).toBe(true);

    async function* broken() {
      yield bytes;
      throw new Error("the client hung up");
    }
    await expect(here.files.write("file-2", broken())).rejects.toThrow("hung up");
    expect((await there.files.read("file-2")[Symbol.asyncIterator]().next()).done).toBe(true);
    await there.files.remove("file-1");
    expect((await here.files.read("file-1")[Symbol.asyncIterator]().next()).done).toBe(true);
    await Promise.all([here.store.close(), there.store.close()]);
  });

  test("two nodes that write one file at once leave it whole", async () => {
    const options = newSchema();
    const [here, there] = [
      await openPostgresBatchStore(options),
      await openPostgresBatchStore(options),
    ];
    // The second begins when the first has written a part and not its end.
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let ended: () => void = () => undefined;
    const hasEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const bytes = randomBytes(3_000_000);
    async function* slow() {
      yield bytes.subarray(0, 2_000_000);
      begun();
      await hasEnded;
      yield bytes.subarray(2_000_000);
    }
    async function* quick() {
      yield bytes;
    }

    const first = here.files.write("file-1", slow());
    await hasBegun;
    const second = await there.files.write("file-1", quick()).finally(ended);

    expect([await first, second]).toEqual([3_000_000, 3_000_000]);
    const read: Buffer[] = [];
    for await (const piece of there.files.read("file-1")) read.push(piece);
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
    await Promise.all([here.store.close(), there.store.close()]);
  });

  test("a server that is not there is named", async () => {
    const away = { ...newSchema(), url: "postgres://127.0.0.1:1/headgate" };

    await expect(openPostgresBatchStore(away)).rejects.toMatchObject({
      code: "batch_unavailable",
      message: expect.stringMatching(/127\.0\.0\.1:1.*ECONNREFUSED/),
    });
  });
});
