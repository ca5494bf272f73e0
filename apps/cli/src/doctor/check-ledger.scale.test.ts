import { configSchema } from "@headgate/contract";
import { describe, expect, test } from "vitest";
import { checkLedger } from "./check-ledger.ts";

const configOf = (url: string, more: Readonly<Record<string, unknown>> = {}) =>
  configSchema.parse({ stores: { ledger: { kind: "clickhouse", url, ...more } } });
const url = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];

test("a file of this machine's own is no server to be looked at", async () => {
  expect(await checkLedger(configSchema.parse({}))).toEqual([]);
});

test("a server that nobody answers at is found by its address, with what mends it", async () => {
  const [check] = await checkLedger(configOf("http://127.0.0.1:1", { password: "a-secret" }));

  expect(check).toMatchObject({
    state: "finding",
    message: expect.stringContaining("127.0.0.1:1"),
    mend: expect.stringContaining("[ledger_unreachable]"),
  });
  expect(JSON.stringify(check)).not.toContain("a-secret");
});

describe.skipIf(url === undefined)("a server that answers", () => {
  test("is told with its version", async () => {
    const [check] = await checkLedger(configOf(url ?? ""));

    expect(check).toMatchObject({
      state: "ok",
      message: expect.stringMatching(/version \d+\.\d+/),
    });
  });

  test("and does not know the user is a finding", async () => {
    const [check] = await checkLedger(configOf(url ?? "", { username: "nobody" }));

    expect(check).toMatchObject({
      state: "finding",
      mend: expect.stringContaining("[ledger_refused]"),
    });
  });
});
