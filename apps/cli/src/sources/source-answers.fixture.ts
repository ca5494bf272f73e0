import type { PullStatus, SourcesResponse } from "@headgate/contract";

const pull = (changes: Partial<PullStatus>): PullStatus => ({
  name: "openai-bill",
  kind: "openai-costs",
  sources: ["openai_costs"],
  interval_minutes: 360,
  is_running: false,
  last_started_at: "2026-11-22T09:00:00.000Z",
  last_success_at: "2026-11-22T09:00:12.000Z",
  last_result: { rows: 40, added: 12, replaced: 3, already_there: 25, skipped: 0 },
  last_error: null,
  last_error_at: null,
  failures_in_a_row: 0,
  finished_until: "2026-11-22T00:00:00.000Z",
  lag_ms: 39_600_000,
  next_run_at: "2026-11-22T15:04:00.000Z",
  ...changes,
});

/** A source that is fine, and one that was refused. */
export const sourcesAnswer: SourcesResponse = {
  pulls: [
    pull({}),
    pull({
      name: "aws-bill",
      kind: "aws-cost-explorer",
      sources: ["aws_cost_explorer"],
      last_success_at: null,
      last_result: null,
      last_error: "A provider refused to answer a pull. It answered 400 AccessDeniedException.",
      last_error_at: "2026-11-22T10:00:00.000Z",
      failures_in_a_row: 2,
      finished_until: null,
      lag_ms: null,
      next_run_at: "2026-11-22T10:02:00.000Z",
    }),
  ],
  received: [
    {
      source: "otlp",
      payloads: 31,
      rows: 2_900,
      added: 2_890,
      already_there: 10,
      rejected: 2,
      left_out: 410,
      first_at: "2026-11-21T00:00:00.000Z",
      last_at: "2026-11-22T10:59:00.000Z",
      last_received_at: "2026-11-22T10:59:30.000Z",
    },
  ],
  sources: [
    {
      source: "openai_costs",
      imports: 8,
      last_import_at: "2026-11-22T09:00:12.000Z",
      files: 8,
      rows: 320,
      added: 96,
      already_there: 200,
      replaced: 24,
      seen_elsewhere: 0,
      skipped: 0,
      first_at: "2026-10-22T00:00:00.000Z",
      last_at: "2026-11-21T00:00:00.000Z",
      lag_ms: 126_000_000,
      skips: [],
    },
  ],
};
