import type { PullConfig, PullStatus } from "@headgate/contract";
import type { PullStanding } from "@headgate/ledger";
import { pullPlan } from "@headgate/sources";

/** How a configured pull stands, as the API tells it. */
export function pullStatus(
  config: PullConfig,
  standing: PullStanding,
  { isRunning, nowMs }: Readonly<{ isRunning: boolean; nowMs: number }>,
): PullStatus {
  const { parts, periods } = pullPlan(config);
  const reachedMs = periods === undefined ? standing.lastSuccessAtMs : standing.finishedUntilMs;
  return {
    name: config.name,
    kind: config.kind,
    sources: parts.map(({ source }) => source.name),
    interval_minutes: config.interval_minutes,
    is_running: isRunning,
    last_started_at: momentText(standing.lastStartedAtMs),
    last_success_at: momentText(standing.lastSuccessAtMs),
    last_result: standing.lastResult ?? null,
    last_error: standing.lastError ?? null,
    last_error_at: momentText(standing.lastErrorAtMs),
    failures_in_a_row: standing.failuresInARow,
    finished_until: momentText(standing.finishedUntilMs),
    lag_ms: reachedMs === undefined ? null : Math.max(0, nowMs - reachedMs),
    next_run_at: isRunning ? null : momentText(standing.nextRunAtMs),
  };
}

const momentText = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();
