import type {
  BillLine,
  Gauge,
  LedgerRow,
  Outcome,
  Settled,
  Skip,
  SourceName,
  UsageTotal,
} from "@headgate/contract";
import type { PromptReader } from "./prompts/prompt-reader.ts";

/** What a source finds at the beginning of a file, to tell whether the file is its own. */
export type Sample = Readonly<{
  /** The file's name below what the user named, with `/`. */
  name: string;
  /** The first bytes, decompressed; at most 64 KiB. */
  head: Uint8Array;
  /** The columns of a Parquet file, which stand at its end. */
  columns?: readonly string[];
}>;

/** One file to be read. Opening it again begins at its beginning again. */
export type SourceFile = Readonly<{
  /** The file's name below what the user named: the first part of every skip's place. */
  name: string;
  /** Where it lies, for readers that open files themselves (Parquet, large logs). */
  path: string;
  /** Told by such a reader how many of the file's own bytes it has taken from the disk, for progress. */
  onBytes?: ((bytes: number) => void) | undefined;
  /** Its bytes, decompressed as they come. Broken compression throws where it breaks. */
  open(): AsyncIterable<Uint8Array>;
}>;

/**
 * A call as a source knows it: a ledger row without what Headgate works out itself. The import prices it,
 * and gives it the labels that the configuration's rules find in its tags, key and principal.
 */
export type AttemptFacts = Omit<LedgerRow, keyof Settled> &
  Readonly<{
    /** What a gateway settled when it made the call; it is not worked out again. Of other sources absent. */
    settled?: Settled | undefined;
  }>;

/** A bill line as a source reads it; the import gives it its labels. */
export type BillLineFacts = Omit<BillLine, "attribution">;

/** A provider's own sum as a source reads it; the import gives it its labels. */
export type UsageTotalFacts = Omit<UsageTotal, "attribution">;

/** One thing that a source found, in the order of the file. */
export type Found =
  | Readonly<{ kind: "attempt"; attempt: AttemptFacts }>
  | Readonly<{ kind: "bill_line"; line: BillLineFacts }>
  | Readonly<{ kind: "usage_total"; total: UsageTotalFacts }>
  | Readonly<{ kind: "gauge"; gauge: Gauge }>
  | Readonly<{ kind: "outcome"; outcome: Outcome }>
  /** Left out, and why. */
  | Readonly<{ kind: "skip"; skip: Skip }>
  /** Counted, but something about it contradicts itself: a parent that does not add up to its children. */
  | Readonly<{ kind: "warning"; warning: string; place: string }>;

export type ReadContext = Readonly<{
  signal: AbortSignal;
  /** What requests are looked at with, where a file holds them; absent where they are passed over. */
  prompts?: PromptReader | undefined;
  /** Whose the files are, as the operator says, where they do not say it themselves. */
  account?: string | undefined;
}>;

/** How sure a source is of a sample; `undefined` is no. Of several sources the surest reads the file. */
export type Detection = "certain" | "likely" | undefined;

/**
 * A kind of file that Headgate reads. A reader streams: its memory does not grow with the file. It throws
 * nothing over what a file holds: what cannot be read is a skip with its place, and reading goes on behind it.
 */
export interface Source {
  readonly name: SourceName;
  /** What a person calls it: `Amazon Bedrock's invocation logs`. */
  readonly title: string;
  /**
   * Set where the source writes a call down before all of it is known (a trace's cost may come later): its later
   * row of an id takes the earlier one's place. Of all others the first row of an id stays.
   */
  readonly restates?: true;
  detect(sample: Sample): Detection;
  /** What the file holds, in pieces of a few hundred to a few thousand. */
  read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]>;
}
