import type { CallWatcher } from "./calls/call-watcher.ts";
import type { CallWriter } from "./calls/call-writer.ts";
import { claudeCode } from "./calls/claude-code.ts";
import { codex } from "./calls/codex.ts";
import { helicone } from "./calls/helicone.ts";
import type { LinesBeside } from "./calls/lines-beside.ts";
import { otlpLogs } from "./calls/otlp-logs.ts";
import { type TokenMetricSum, tokenMetrics } from "./metrics/token-metrics.ts";

/** What logs of clients, events and metrics hold beside one row for each call that they saw. */
export type ClientTruth = Readonly<{
  /** By source. */
  lines_beside_calls: Readonly<Record<string, LinesBeside>>;
  /** Rows of answers that no provider was asked for, by source: they cost nothing. */
  answers_from_cache: Readonly<Record<string, number>>;
  token_metrics: readonly TokenMetricSum[];
}>;

/** Writes what tools of engineers, a proxy, and programs' events and metrics tell of calls. */
export function clientSources(
  folder: string,
  options: Readonly<{ fromMs: number; repeatedDay: string }>,
): Readonly<{
  writers: readonly CallWriter[];
  watcher: CallWatcher;
  repeated: () => Readonly<{ helicone: number }>;
  truth: () => ClientTruth;
}> {
  const sessions = claudeCode(folder);
  const rollouts = codex(folder, options);
  const requests = helicone(folder, options);
  const events = otlpLogs(folder);
  const metrics = tokenMetrics(folder, options);
  return {
    writers: [sessions, rollouts, requests, events],
    watcher: metrics,
    repeated: () => ({ helicone: requests.repeated() }),
    truth: () => ({
      lines_beside_calls: {
        claude_code: sessions.beside(),
        codex: rollouts.beside(),
        otlp_logs: events.beside(),
        otlp_metrics: metrics.beside(),
      },
      answers_from_cache: { helicone: requests.hits() },
      token_metrics: metrics.sums(),
    }),
  };
}
