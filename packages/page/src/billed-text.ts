import { type BilledHistory, counted } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";

/** What forecasts and anomalies rest on where no call is known, and what of the bills is in none of it. */
export function billedText(billed: BilledHistory): string {
  const { longer_lines: lines, longer_cost: cost } = billed;
  const longer =
    lines === 0
      ? ""
      : ` ${counted(lines, "line")} for longer than a day (${displayDollarsCompact(parseDollars(cost))}) ${lines === 1 ? "is" : "are"} left out.`;
  return `Of bills, since the ledger has no call of this time: ${displayDollarsCompact(parseDollars(billed.effective_cost))} by days (UTC).${longer}`;
}
