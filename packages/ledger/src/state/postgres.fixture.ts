import { createHash } from "node:crypto";
import type { PostgresConfig } from "@headgate/contract";

/** The test server's address; `undefined` where there is none. */
export const testServer = process.env.HEADGATE_TEST_POSTGRES;

/** One schema a folder: the same one for the same folder. */
export const schemaOf = (folder: string): Omit<PostgresConfig, "kind"> => ({
  url: testServer ?? "postgres://127.0.0.1:1/none",
  schema: `t_${createHash("sha256").update(folder).digest("hex").slice(0, 20)}`,
  max_connections: 4,
  connect_timeout_ms: 5_000,
});
