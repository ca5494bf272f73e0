import type { Skip, SourceName } from "@headgate/contract";
import type { ImportEnding } from "./import-sink.ts";

const MOST_EXAMPLES = 5;
/** Kinds of warnings that are told apart; more are one kind. */
const MOST_WARNINGS = 1_000;

type SkipCount = {
  source: SourceName | null;
  reason: Skip["reason"];
  count: number;
  examples: Skip[];
};
type WarningCount = { warning: string; count: number; example: string };
type SourceCount = { source: SourceName; files: number; rows: number; skipped: number };

/** Counts what an import reads and leaves out. Its memory does not grow with the files. */
export class ImportTally {
  readonly #sources = new Map<SourceName, SourceCount>();
  readonly #skips = new Map<string, SkipCount>();
  readonly #warnings = new Map<string, WarningCount>();
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  /** Whether something could not be read, in contrast to what is left out because it should be. */
  get hasUnreadable(): boolean {
    return [...this.#skips.values()].some(({ reason }) => isUnreadable(reason));
  }

  file(source: SourceName): void {
    this.#of(source).files += 1;
  }

  row(source: SourceName): void {
    this.#rows += 1;
    this.#of(source).rows += 1;
  }

  skip(source: SourceName | null, skip: Skip): void {
    if (source !== null && !skip.reason.startsWith("file_")) {
      this.row(source);
      this.#of(source).skipped += 1;
    }
    const key = `${source} ${skip.reason}`;
    const count = this.#skips.get(key) ?? { source, reason: skip.reason, count: 0, examples: [] };
    count.count += 1;
    if (count.examples.length < MOST_EXAMPLES) count.examples.push(skip);
    this.#skips.set(key, count);
  }

  warn(warning: string, place: string): void {
    const kind =
      this.#warnings.has(warning) || this.#warnings.size < MOST_WARNINGS
        ? warning
        : "Other contradictions.";
    const count = this.#warnings.get(kind) ?? { warning: kind, count: 0, example: place };
    count.count += 1;
    this.#warnings.set(kind, count);
  }

  ending(): ImportEnding {
    return {
      read: [...this.#sources.values()].map((count) => ({ ...count })),
      skips: [...this.#skips.values()].map((skip) => ({ ...skip, examples: [...skip.examples] })),
      warnings: [...this.#warnings.values()].map((warning) => ({ ...warning })),
    };
  }

  #of(source: SourceName): SourceCount {
    const count = this.#sources.get(source) ?? { source, files: 0, rows: 0, skipped: 0 };
    this.#sources.set(source, count);
    return count;
  }
}

/** Left out though it was meant: an import with such a skip ends with a finding. */
export function isUnreadable(reason: Skip["reason"]): boolean {
  switch (reason) {
    case "file_unreadable":
    case "header_unrecognised":
    case "row_malformed":
    case "row_cut_short":
    case "row_too_long":
    case "time_unreadable":
    case "amount_unreadable":
    case "currency_missing":
    case "usage_unreadable":
    case "identity_missing":
    case "outcome_malformed":
    case "statement_incomplete":
      return true;
    case "file_unrecognised":
    case "file_repeated":
    case "rollup":
    case "parent_span":
    case "not_a_call":
    case "period_out_of_range":
      return false;
    default:
      return reason satisfies never;
  }
}
