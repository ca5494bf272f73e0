import {
  type AttemptSource,
  counted,
  type ImportSummary,
  isAttemptSource,
  type Skip,
  type SourceName,
} from "@headgate/contract";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import { openContent, openFile } from "../read/open-file.ts";
import { skipAt } from "../read/read-skip.ts";
import type { Found, Source } from "../source.ts";
import { BrokenBills } from "./broken-bills.ts";
import { detectSource, takeSample } from "./detect-source.ts";
import type { ImportEnding, ImportSink } from "./import-sink.ts";
import { ImportTally } from "./import-tally.ts";
import { isOfAnother, ofAccount } from "./of-account.ts";
import { type FileInTurn, readAhead } from "./read-ahead.ts";
import { RecordBatch } from "./record-batch.ts";
import { RepeatedFiles } from "./repeated-files.ts";
import { isInRange, type TimeRange } from "./time-range.ts";
import { type FoundFile, walkFiles } from "./walk-files.ts";

const MOST_NAMES = 100;
const OWN_ACCOUNT = "A line names its account itself, another one than was given: its own stays.";

/** How far an import has come. Bytes are the files' own, compressed as they are. */
export type ImportProgress = Readonly<{
  bytesRead: number;
  bytesKnown: number;
  filesDone: number;
  filesKnown: number;
  rows: number;
}>;

export type ImportOptions = Readonly<{
  /** Files and folders. */
  paths: readonly string[];
  /** What the import is told as, where its paths are none of the user's. */
  named?: readonly string[];
  sources: readonly Source[];
  /** Reads every file as this source's, whatever it looks like. */
  forced?: Source | undefined;
  range?: TimeRange;
  /** Whose bills and sums of usage are, where their source does not say it. */
  account?: string | undefined;
  /** What requests are looked at with, where files hold them; they are passed over unless given. */
  prompts?: PromptReader | undefined;
  sink: ImportSink;
  onProgress?: (progress: ImportProgress) => void;
  signal: AbortSignal;
}>;

/** What became of an import, and whether something that was meant could not be read. */
export type ImportOutcome = Readonly<{ summary: ImportSummary; hasUnreadable: boolean }>;

/**
 * Reads files and folders into a sink. Each file goes to the source that is surest of it; what none knows is
 * counted and named. All of it holds at the end or, when it fails or is aborted, nothing.
 *
 * @throws HeadgateError `import_path_unusable`, and what the sink throws
 */
export async function runImport(options: ImportOptions): Promise<ImportOutcome> {
  const { paths, sink, sources, signal } = options;
  const walked = await walkFiles(paths, { signal });
  const run = new ImportRun(options, walked.files);
  for (const skip of walked.skips) run.tally.skip(null, skip);
  for (const unopened of walked.unopened) run.bills.unopened(unopened);

  await sink.begin({
    named: options.named ?? namesOf(paths),
    restating: restatingOf(options.forced ? [options.forced] : sources),
  });
  try {
    for await (const file of readAhead(walked.files)) await run.file(file);
    await run.flush();
    signal.throwIfAborted();
    run.tellPrompts();
    const summary = await sink.finish(run.ending());
    return { summary, hasUnreadable: run.tally.hasUnreadable };
  } catch (error) {
    await giveUp(sink, error);
    throw error;
  }
}

/** What made the import fail is what is told, also where the sink is out of reach by now: it forgets by itself. */
async function giveUp(sink: ImportSink, reason: unknown): Promise<void> {
  try {
    await sink.abandon();
  } catch (error) {
    if (reason instanceof Error) reason.cause ??= error;
  }
}

class ImportRun {
  readonly tally = new ImportTally();
  readonly bills: BrokenBills;
  readonly #options: ImportOptions;
  readonly #repeated: RepeatedFiles;
  readonly #filesKnown: number;
  readonly #bytesKnown: number;
  #batch = new RecordBatch();
  #bytesRead = 0;
  #filesDone = 0;
  #last: Source | undefined;

  constructor(options: ImportOptions, files: readonly FoundFile[]) {
    this.#options = options;
    this.bills = new BrokenBills(options.forced?.name);
    this.#repeated = new RepeatedFiles(files);
    this.#filesKnown = files.length;
    this.#bytesKnown = files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async file(file: FileInTurn): Promise<void> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    const before = this.#bytesRead;
    const skip = await this.#read(file);
    if (skip !== undefined) this.#leaveOut(file.found, skip);
    // A file may be read again, or by a reader of its own: it counts once, whole, when it is done.
    this.#bytesRead = before + file.found.bytes;
    this.#filesDone += 1;
    this.#report();
  }

  ending(): ImportEnding {
    const broken = this.bills.broken();
    return { ...this.tally.ending(), ...(broken.length > 0 && { broken }) };
  }

  /** Rows are whole without what could not be told of their requests. */
  tellPrompts(): void {
    const { partial = 0, failed = 0 } = this.#options.prompts ?? {};
    if (partial > 0) {
      const what = `${counted(partial, "request")} shorter than what was asked: cut, or with words hidden, and not looked at`;
      this.tally.warn(what, "all files");
    }
    if (failed > 0) {
      this.tally.warn(`${counted(failed, "request")} that could not be looked at`, "all files");
    }
  }

  /** Gives the sink what was read and waits. */
  async flush(): Promise<void> {
    if (this.#batch.size === 0) return;
    const records = this.#batch;
    this.#batch = new RecordBatch();
    await this.#options.sink.add(records);
  }

  #leaveOut({ name, path, isNamed }: FoundFile, skip: Skip): void {
    this.tally.skip(null, skip);
    if (skip.reason === "file_unreadable")
      this.bills.unopened({ kind: isNamed ? "named file" : "file", name, path });
  }

  /** The reason why nothing of the file was read. */
  async #read(turn: FileInTurn): Promise<Skip | undefined> {
    const { forced, sources, signal, prompts, account } = this.#options;
    const { content, found } = turn;
    const { name, path } = found;
    const most = this.#bytesRead + found.bytes;
    const file =
      content === undefined
        ? openFile(name, path, (bytes) => {
            this.#bytesRead = Math.min(most, this.#bytesRead + bytes);
          })
        : openContent(name, path, content);
    const sample = await takeSample(content === undefined ? openFile(name, path) : file);
    if ("kind" in sample) return sample.skip;
    const source = forced ?? detectSource(sample, this.#likelyFirst(sources));
    if (source === undefined) {
      const detail = sample.head.length === 0 ? "The file is empty." : undefined;
      return skipAt("file_unrecognised", name, detail).skip;
    }
    this.#last = source;
    this.bills.read(source.name, path);
    const first = await this.#repeated.firstOf(turn, signal);
    if (first !== undefined) return skipAt("file_repeated", name, `The same as ${first}.`).skip;

    this.tally.file(source.name);
    for await (const pieces of source.read(file, { signal, prompts, account })) {
      for (const piece of pieces) {
        this.#take(source.name, name, this.#ofAccount(piece, name));
        if (this.#batch.isFull) await this.flush();
      }
      this.#report();
    }
    return undefined;
  }

  /** A tree mostly holds files of one kind: who is sure of them is asked before all others have looked. */
  #likelyFirst(sources: readonly Source[]): readonly Source[] {
    return this.#last === undefined ? sources : [this.#last, ...sources];
  }

  /** What a file says of itself stays, and that it is not what the operator said is told. */
  #ofAccount(found: Found, file: string): Found {
    const { account } = this.#options;
    if (account === undefined) return found;
    if (isOfAnother(found, account)) this.tally.warn(OWN_ACCOUNT, file);
    return ofAccount(found, account);
  }

  #take(source: SourceName, file: string, found: Found): void {
    if (!isInRange(found, this.#options.range ?? {})) {
      this.tally.skip(source, { reason: "period_out_of_range", place: file });
      return;
    }
    switch (found.kind) {
      case "skip":
        this.tally.skip(source, found.skip);
        this.bills.skipped(source, found.skip);
        return;
      case "warning":
        this.tally.warn(found.warning, found.place);
        return;
      case "attempt":
      case "bill_line":
      case "usage_total":
      case "gauge":
      case "outcome":
        this.tally.row(source);
        this.#batch.add(found);
        return;
      default:
        found satisfies never;
    }
  }

  #report(): void {
    this.#options.onProgress?.({
      bytesRead: this.#bytesRead,
      bytesKnown: this.#bytesKnown,
      filesDone: this.#filesDone,
      filesKnown: this.#filesKnown,
      rows: this.tally.rows,
    });
  }
}

/** A shell makes thousands of one pattern: the first of them are written down, and how many more there were. */
const namesOf = (paths: readonly string[]): readonly string[] =>
  paths.length <= MOST_NAMES
    ? paths
    : [...paths.slice(0, MOST_NAMES), `and ${paths.length - MOST_NAMES} more`];

const restatingOf = (sources: readonly Source[]): readonly AttemptSource[] =>
  sources.flatMap(({ name, restates }) =>
    restates === true && isAttemptSource(name) ? [name] : [],
  );
