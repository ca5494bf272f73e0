import type { Gauge, Outcome } from "@headgate/contract";
import type { AttemptFacts, BillLineFacts, Found, UsageTotalFacts } from "../source.ts";
import type { ImportedRecords } from "./import-sink.ts";

/** Few enough to be passed on before V8 collects, which would carry them along. */
const MOST_RECORDS = 100;

/** A record as a source found it. */
export type FoundRecord = Exclude<Found, { kind: "skip" | "warning" }>;

/** Records on their way into a sink, by kind. */
export class RecordBatch implements ImportedRecords {
  readonly attempts: AttemptFacts[] = [];
  readonly billLines: BillLineFacts[] = [];
  readonly usageTotals: UsageTotalFacts[] = [];
  readonly gauges: Gauge[] = [];
  readonly outcomes: Outcome[] = [];
  size = 0;

  get isFull(): boolean {
    return this.size >= MOST_RECORDS;
  }

  addAll({ attempts, billLines, usageTotals, gauges, outcomes = [] }: ImportedRecords): void {
    this.attempts.push(...attempts);
    this.billLines.push(...billLines);
    this.usageTotals.push(...usageTotals);
    this.gauges.push(...gauges);
    this.outcomes.push(...outcomes);
    this.size +=
      attempts.length + billLines.length + usageTotals.length + gauges.length + outcomes.length;
  }

  add(found: FoundRecord): void {
    this.size += 1;
    switch (found.kind) {
      case "attempt":
        this.attempts.push(found.attempt);
        return;
      case "bill_line":
        this.billLines.push(found.line);
        return;
      case "usage_total":
        this.usageTotals.push(found.total);
        return;
      case "gauge":
        this.gauges.push(found.gauge);
        return;
      case "outcome":
        this.outcomes.push(found.outcome);
        return;
      default:
        found satisfies never;
    }
  }
}
