import {
  type CallSaving,
  type History,
  type HistoryCall,
  monthlyOf,
  savedBy,
} from "@headgate/levers";
import { formatDollars } from "@headgate/money";
import type { Finding, FindingName } from "./advice-of-finding.ts";

const MOST_EVIDENCE = 20;

/**
 * The calls that levers' changes leave, each at what it would still cost. A finding takes those that it is about, or what it
 * saves of them, so that no dollar is in two of them, or in a lever's saving too. One that was dismissed takes nothing: it is told
 * of as it would stand in its place.
 */
export class LeftCalls {
  readonly history: History;
  readonly #isDismissed: (finding: FindingName) => boolean;
  #calls: readonly HistoryCall[];

  constructor(history: History, isDismissed: (finding: FindingName) => boolean) {
    this.history = history;
    this.#isDismissed = isDismissed;
    this.#calls = history.calls;
  }

  get calls(): readonly HistoryCall[] {
    return this.#calls;
  }

  /**
   * What not making these calls, or making them for less, would save; undefined where that is nothing. What is left of them
   * is what the savings say that they become.
   */
  take(
    finding: FindingName,
    savings: readonly CallSaving[],
  ): (Pick<Finding, "dollars" | "savedInRange" | "callIds" | "unknownCalls"> & object) | undefined {
    const saved = savedBy(savings);
    if (saved <= 0n) return undefined;
    if (!this.#isDismissed(finding)) {
      const become = new Map(savings.map(({ call, after }) => [call.row.row_id, after]));
      this.#calls = this.#calls.flatMap((call) => {
        const after = become.get(call.row.row_id) ?? call;
        return after === "answered" ? [] : [after];
      });
    }
    const { estimate, interval } = monthlyOf(this.history, savings);
    return {
      dollars: {
        estimate: formatDollars(estimate),
        low: interval === undefined ? null : formatDollars(interval.low),
        high: interval === undefined ? null : formatDollars(interval.high),
      },
      savedInRange: formatDollars(saved),
      callIds: [...new Set(savings.map(({ call }) => call.row.call_id))].slice(0, MOST_EVIDENCE),
      unknownCalls: savings.filter((one) => one.saved === undefined).length,
    };
  }
}
