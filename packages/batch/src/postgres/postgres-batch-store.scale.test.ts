import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { describeBatchStore } from "../batch-store.conformance.ts";
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
    const [store, other] = await Promise.all([
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
  describeSharedRequests("requests that share an answer in PostgreSQL", open);
  describeWebhooks("messages about ends in PostgreSQL", open);

  test("a server that is not there is named", async () => {
    const away = { ...newSchema(), url: "postgres://127.0.0.1:1/headgate" };

    await expect(openPostgresBatchStore(away)).rejects.toMatchObject({
      code: "batch_unavailable",
      message: expect.stringMatching(/127\.0\.0\.1:1.*ECONNREFUSED/),
    });
  });
});
