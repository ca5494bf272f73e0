import { counted, type ReplayResult } from "@headgate/contract";
import { showCount, showSpan } from "../command-line/show-time.ts";

/** The result for a person. Costs keep all their decimals: they are meant to be compared. */
export function renderReplay(result: ReplayResult): string {
  const lines: [string, string][] = [
    ["Replay", `${result.replay} (${result.file}, ${result.model})`],
    ["Rows", showCount(result.rows)],
    ["Sent", `${showCount(result.sent)} in ${showSpan(result.duration_ms)}`],
    ["Skipped as known", showCount(result.skipped_as_known)],
    ["Failed", showCount(result.failed)],
  ];
  if (result.unreadable_rows > 0) {
    const places = result.unreadable_lines.join(", ");
    const more = result.unreadable_rows > result.unreadable_lines.length ? " …" : "";
    lines.push(["Unreadable", `${showCount(result.unreadable_rows)} (line ${places}${more})`]);
  }
  lines.push(
    ["", ""],
    ["In the ledger", counted(result.calls, "call")],
    ["Input tokens", showCount(result.input_tokens)],
    ["Output tokens", showCount(result.output_tokens)],
    ["List cost", costText(result.list_cost, result)],
    ["Effective cost", costText(result.effective_cost, result)],
  );
  if (result.unpriced_attempts > 0) {
    lines.push([
      "Unpriced",
      `${counted(result.unpriced_attempts, "attempt is", "attempts are")} in no cost above`,
    ]);
  }
  const width = Math.max(...lines.map(([label]) => label.length));
  return lines.map(([label, text]) => `${label.padEnd(width)}  ${text}`.trimEnd()).join("\n");
}

/** A sum that leaves out unpriced attempts is a lower bound, and one that leaves out all is not known. */
function costText(dollars: string, { unpriced_attempts }: ReplayResult): string {
  if (unpriced_attempts === 0) return `$${dollars}`;
  return /[1-9]/.test(dollars) ? `≥ $${dollars}` : "unknown";
}
