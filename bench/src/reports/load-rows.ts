import { type LedgerRow, rowId } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";

const BATCH_ROWS = 5000;

/**
 * Appends so many constructed rows of one day in batches, as the loader does, and sums the day up.
 * @returns rows a second, and the time that summing up took for each second of loading
 */
export async function loadRows(
  ledger: LedgerStore,
  dayMs: number,
  rows: number,
): Promise<Readonly<{ rows_per_second: number; upkeep_share: number }>> {
  const batches = Math.ceil(rows / BATCH_ROWS);
  let loadedMs = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    // One batch at a time, as the loader has them: all at once would be most of the process's memory.
    const batchRows = Array.from({ length: BATCH_ROWS }, (_row, index) =>
      rowOf(batch * BATCH_ROWS + index, dayMs),
    );
    const started = performance.now();
    await ledger.append({ rows: batchRows, cursors: [] });
    loadedMs += performance.now() - started;
  }
  const summing = performance.now();
  await ledger.buildSums();
  const summedMs = performance.now() - summing;
  return {
    rows_per_second: Math.round((batches * BATCH_ROWS * 1000) / loadedMs),
    upkeep_share: summedMs / loadedMs,
  };
}

/** A constructed call of a day, as a gateway writes it down. */
export function rowOf(index: number, dayMs: number): LedgerRow {
  const callId = `loaded-${dayMs}-${index}`;
  const project = (index * 7) % 200;
  const model = `model-${(index * 13) % 60}-2026-01-01`;
  const input = 200 + ((index * 7919) % 20_000);
  const output = 20 + ((index * 104_729) % 3000);
  const price = "0.000001000000";
  const dollars = (tokens: number): string => `0.${String(tokens).padStart(6, "0")}000000`;
  const cost = dollars(input + output);
  return {
    row_id: rowId(callId, 0),
    call_id: callId,
    attempt: 0,
    final: true,
    started_at_ms: dayMs + index * 100,
    duration_ms: 800,
    source: "gateway",
    simulated: false,
    wire_format: "openai.chat_completions",
    operation: "chat",
    provider: `provider-${index % 8}`,
    request_model: model,
    response_model: model,
    response_id: `chatcmpl-${dayMs}-${index}`,
    stream: true,
    outcome: "completed",
    status: 200,
    usage_origin: "provider",
    usage: { input, output },
    raw_usage: { prompt_tokens: input, completion_tokens: output },
    charge: {
      confidence: "exact",
      list_cost: cost,
      contracted_cost: cost,
      effective_cost: cost,
      billed_cost: cost,
      lines: [
        {
          component: "input",
          quantity: input,
          unit_price: price,
          list_cost: dollars(input),
          price_record: model,
        },
        {
          component: "output",
          quantity: output,
          unit_price: price,
          list_cost: dollars(output),
          price_record: model,
        },
      ],
    },
    baseline_cost: cost,
    savings: [],
    key_id: `key-${project}`,
    attribution: {
      organisation: `organisation-${project % 2}`,
      team: `team-${Math.floor(project / 5)}`,
      project: `project-${project}`,
      feature: `feature-${index % 36}`,
      environment: "production",
      user: `user-${index % 2000}`,
    },
    tags: { build: "build-1" },
    request_bytes: 500,
    response_bytes: 300,
  };
}
