import { displayDollarsCompact, picodollars } from "@headgate/money";
import type { CountersNews } from "./news.ts";

export type NewsLine = Readonly<{ level: "error" | "warn" | "info"; message: string }>;

/** News as a line of a log. */
export function newsLine(news: CountersNews): NewsLine {
  switch (news.kind) {
    case "away":
      return { level: "error", message: `${news.reason}: looked for until it answers` };
    case "back":
      return {
        level: "info",
        message: `the shared counters answer again, after ${news.awayMs} ms`,
      };
    case "emptied":
      return {
        level: "warn",
        message:
          "the shared counters are new or were emptied: hard budgets are closed until what was spent is read from the ledger",
      };
    case "skewed":
      return {
        level: "warn",
        message: `the shared counters' time differs from this machine's by ${news.ms} ms: windows begin by this machine's`,
      };
    case "allowed":
      return {
        level: "warn",
        message: `a call went on without the shared counters, ${news.dollars === undefined ? "at an unknown worst case, under no limit of dollars" : `at most ${displayDollarsCompact(picodollars(news.dollars))}`}`,
      };
    case "uncounted":
      return {
        level: "error",
        message: "a call under soft budgets is not counted: too many wait for the shared counters",
      };
    case "refused":
      return {
        level: "error",
        message: `a call from while the shared counters were away is left out, as they refuse to count it: ${news.reason}`,
      };
    case "unkept":
      return {
        level: "error",
        message: `what was let through without the shared counters is not kept over a stop: ${news.reason}`,
      };
    case "told_again":
      return {
        level: "warn",
        message: `the shared counters had lost ${news.count} leases that they had granted, as after a failover: they were told again`,
      };
    case "counted_afterwards":
      return { level: "info", message: `${news.count} ends of leases were counted afterwards` };
    default:
      return news satisfies never;
  }
}
