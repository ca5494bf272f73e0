import type { VirtualKey } from "@headgate/contract";
import { expect, test } from "vitest";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";
import { findIdleKeys } from "./find-idle-keys.ts";

const key = (id: string, madeAt: string): VirtualKey => ({
  id,
  name: id,
  hash: "0".repeat(64),
  hint: "hg_0000",
  attribution: {},
  tags: {},
  created_at_ms: Date.parse(madeAt),
});

test("a key that nobody asked with is told of in a month whose first call came in the first day, and not in a week", async () => {
  const ledger = await openLedger();
  await ledger.append({
    rows: [
      ledgerRow({
        call_id: "one",
        key_id: "used",
        started_at_ms: Date.parse("2026-10-01T09:00:00Z"),
      }),
    ],
    cursors: [],
  });
  const keys = [
    key("used", "2026-01-01T00:00:00Z"),
    key("idle", "2026-01-01T00:00:00Z"),
    key("new", "2026-10-20T00:00:00Z"),
  ];
  const to = "2026-10-31T00:00:00Z";

  const found = await findIdleKeys(ledger, { from: "2026-10-01T09:00:00Z", to }, keys);
  const inAWeek = await findIdleKeys(ledger, { from: "2026-10-24T00:00:00Z", to }, keys);

  expect(found.map(({ title }) => title)).toEqual([
    "Revoke the key idle: nothing was asked with it",
  ]);
  expect(inAWeek).toEqual([]);
});
