import type { SqlParameter, SqlParameters } from "./reports/ask.ts";
import type { AttemptsQuery } from "./store.ts";

/**
 * Which attempts a query reads next, by time and id: the condition that they meet, and its parameters with `limit`.
 * A row that does not count is left out: its charge is in no report.
 */
export function nextAttempts({ fromMs, toMs, provider, model, after, limit }: AttemptsQuery): {
  readonly where: string;
  readonly parameters: SqlParameters;
} {
  const conditions = ["started_at >= $from", "started_at < $to", "not superseded"];
  const parameters: Record<string, SqlParameter> = {
    from: { type: "timestamp", ms: after === undefined ? fromMs : after.startedAtMs },
    to: { type: "timestamp", ms: toMs },
    limit: { type: "integer", integer: limit },
  };
  if (after !== undefined) {
    conditions.push("(started_at > $from or row_id > $after_row_id)");
    parameters.after_row_id = { type: "text", text: after.rowId };
  }
  if (provider !== undefined) {
    conditions.push("provider = $provider");
    parameters.provider = { type: "text", text: provider };
  }
  if (model !== undefined) {
    conditions.push("model = $model");
    parameters.model = { type: "text", text: model };
  }
  return { where: conditions.join(" and "), parameters };
}
