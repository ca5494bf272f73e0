import { type LedgerRow, ledgerRowSchema } from "@headgate/contract";

/** A constructed row of a batch. */
export const newRow = (rowId: string): LedgerRow =>
  ledgerRowSchema.parse({
    row_id: rowId,
    call_id: rowId,
    attempt: 0,
    final: true,
    started_at_ms: 1_000,
    source: "gateway",
    simulated: true,
    operation: "chat",
    provider: "openai",
    outcome: "completed",
    usage_origin: "provider",
    usage: { input: 1, output: 1 },
    charge: {
      confidence: "unknown",
      list_cost: null,
      contracted_cost: null,
      effective_cost: null,
      billed_cost: null,
      lines: [],
    },
    baseline_cost: null,
    savings: [],
    attribution: {},
    tags: {},
  });
