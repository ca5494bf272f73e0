import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerRow, ledgerRowSchema, rowId } from "@headgate/contract";
import { type LedgerStore, openDuckdbLedger } from "@headgate/ledger";
import { onTestFinished } from "vitest";

/** A real ledger in a folder of its own, which goes with the test. */
export async function openLedger(): Promise<LedgerStore> {
  const folder = await mkdtemp(join(tmpdir(), "headgate-advisor-"));
  const ledger = await openDuckdbLedger({ path: join(folder, "ledger.duckdb") });
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  });
  return ledger;
}

/** A completed attempt of three thousandths of a dollar; what matters to a test is said by the test. */
export function ledgerRow(row: Partial<LedgerRow> & { call_id: string }): LedgerRow {
  const { attempt = 0 } = row;
  const cost = "0.003000000000";
  return ledgerRowSchema.parse({
    row_id: rowId(row.call_id, attempt),
    attempt,
    final: true,
    started_at_ms: Date.parse("2026-11-20T12:00:00Z"),
    duration_ms: 800,
    source: "gateway",
    simulated: false,
    wire_format: "openai.chat_completions",
    operation: "chat",
    provider: "openai",
    request_model: "gpt-test",
    outcome: "completed",
    status: 200,
    usage_origin: "provider",
    usage: { input: 1_000, output: 200 },
    charge: {
      confidence: "exact",
      ...{ list_cost: cost, contracted_cost: cost, effective_cost: cost, billed_cost: cost },
      lines: [],
    },
    baseline_cost: cost,
    savings: [],
    attribution: { team: "support" },
    tags: {},
    request_bytes: 400,
    response_bytes: 900,
    ...row,
  });
}
