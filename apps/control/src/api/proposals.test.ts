import { proposalsReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, openApp } from "../open-app.fixture.ts";

const range = (fromMs: number): string =>
  `/api/proposals?from=${new Date(fromMs).toISOString()}&to=${new Date(NOW_MS).toISOString()}`;

test("proposals of a range come with what they rest on; a range that is none is refused", async () => {
  const app = await openApp();
  try {
    const empty = await app.read(range(NOW_MS - 86_400_000), proposalsReport);
    expect(empty).toMatchObject({ depth: "bills", calls: 0, proposals: [], not_proposed: [] });

    const rows = [0, 1, 2].map((number) =>
      ledgerRow({
        call_id: `call-${number}`,
        key_id: "key_1",
        started_at_ms: NOW_MS - 600_000 + number * 60_000,
        request_facts: { digest: "d".repeat(22), deterministic: true },
      }),
    );
    await app.ledger.append({ rows, cursors: [] });
    const report = await app.read(range(NOW_MS - 86_400_000), proposalsReport);

    expect(report.proposals).toMatchObject([
      {
        lever: "exact-cache",
        scope: { model: "gpt-test", operation: "chat" },
        change: { exact_cache: { when: "deterministic" } },
        saved_in_range: "0.006000000000",
        calls: { saving: 2, costing: 0, in_scope: 3 },
        evidence: { call_ids: ["call-1", "call-2"] },
        confidence: { level: "low" },
      },
    ]);
    expect(report).toMatchObject({ depth: "facts", calls: 3, spend: "0.009000000000" });

    await expectError(await app.ask(range(NOW_MS + 1)), 400, "request_invalid");
    await expectError(await app.ask(range(NOW_MS - 400 * 86_400_000)), 400, "request_invalid");
  } finally {
    await app.close();
  }
});
