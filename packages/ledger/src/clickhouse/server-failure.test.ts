import { ClickHouseError } from "@clickhouse/client";
import { type ClickHouseConfig, HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { isRefusedContent, serverFailure } from "./server-failure.ts";

const config: ClickHouseConfig = {
  kind: "clickhouse",
  ...{ url: "https://ledger.internal:8443", username: "headgate" },
  ...{ database: "headgate", replicated: false, request_timeout_ms: 1 },
};
const saidBy = (type: string) =>
  serverFailure(
    new ClickHouseError({ code: "1", type, message: "what it says\nand where" }),
    config,
  );

test.each([
  ["NOT_ENOUGH_SPACE", "ledger_full"],
  ["TOO_MANY_PARTS", "ledger_busy"],
  ["MEMORY_LIMIT_EXCEEDED", "ledger_busy"],
  ["TIMEOUT_EXCEEDED", "ledger_busy"],
  ["TABLE_IS_READ_ONLY", "ledger_read_only"],
  ["NO_ZOOKEEPER", "ledger_read_only"],
  ["UNKNOWN_TABLE", "ledger_schema"],
  ["UNKNOWN_STORAGE_POLICY", "ledger_schema"],
  ["CLUSTER_DOESNT_EXIST", "ledger_schema"],
  ["ALL_CONNECTION_TRIES_FAILED", "ledger_unreachable"],
  ["REQUIRED_PASSWORD", "ledger_refused"],
  ["SETTING_CONSTRAINT_VIOLATION", "ledger_refused"],
  ["SYNTAX_ERROR", "internal"],
])("%s of the server is %s, with its host and its words", (type, code) => {
  const error = saidBy(type);

  expect(error).toBeInstanceOf(HeadgateError);
  expect(error).toMatchObject({
    code,
    details: { host: "ledger.internal:8443", type },
    message: expect.stringContaining(`what it says (${type})`),
  });
  expect(error.message).toContain("ledger.internal:8443");
  expect(error.message).not.toContain("and where");
});

test("bytes that it could not read are told from what it could not do", () => {
  expect(isRefusedContent(saidBy("CANNOT_PARSE_NUMBER"))).toBe(true);
  expect(isRefusedContent(saidBy("TOO_MANY_PARTS"))).toBe(false);
});
