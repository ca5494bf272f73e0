import type { Status } from "@headgate/contract";
import { expect, test } from "vitest";
import { connectManagement } from "../management/gateway-address.ts";
import { checkEngines, checkUnpriced } from "./check-running.ts";

const ledger = { part: "ledger", engine: "ClickHouse", address: "ch:8123" } as const;
const away = { ...ledger, not_answering_since: "2026-11-20T12:00:00.000Z", problem: "no answer" };

test("a server that does not answer is a finding that says since when", () => {
  const checks = checkEngines({
    engines: [away, { ...ledger, not_answering_since: null, problem: null }],
  } as unknown as Status);

  expect(checks.map(({ state, message }) => [state, message])).toEqual([
    ["finding", "ClickHouse at ch:8123 has not answered since 2026-11-20T12:00:00.000Z: no answer"],
    ["ok", "ClickHouse at ch:8123 answers"],
  ]);
});

test("a ledger that does not answer is asked for no report", async () => {
  const api = connectManagement("http://127.0.0.1:1", {});
  const status = { ledger: { rows: null, first_row_at: null, last_row_at: null } } as Status;

  expect(await checkUnpriced(api, status, 0)).toMatchObject({ state: "skipped" });
});
