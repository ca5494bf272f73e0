import { HeadgateError } from "@headgate/contract";
import {
  allSources,
  type ImportOptions,
  type ImportOutcome,
  type ImportProgress,
  runImport,
} from "@headgate/sources";
import { exitCodes } from "../command-line/command.ts";
import { showProgress } from "../replay/progress.ts";
import { listenForStop } from "../supervisor/stop-signals.ts";
import type { OpenImport } from "./open-import.ts";
import { progressText } from "./progress-text.ts";

type CommandImport = Pick<ImportOptions, "paths" | "forced" | "range" | "account"> &
  Readonly<{
    into: OpenImport;
    /** Whether requests that files hold are looked at, where the configuration lets them. */
    looksAtPrompts: boolean;
    quiet: boolean;
  }>;

/**
 * Runs an import for a command: with its progress on stderr unless `quiet`, stopped by a signal, and the sink
 * closed behind it and behind what `then` does with the outcome.
 *
 * @throws HeadgateError `import_stopped` after a signal, and what the import throws
 */
export async function runImportCommand<Result>(
  { paths, forced, range, account, into, looksAtPrompts, quiet }: CommandImport,
  then: (outcome: ImportOutcome) => Result | Promise<Result>,
): Promise<Result> {
  const stopping = abortOnSignal();
  const progress = followProgress(quiet);
  try {
    const outcome = await runImport({
      paths,
      sources: allSources,
      forced,
      account,
      ...(range === undefined ? {} : { range }),
      prompts: looksAtPrompts ? into.prompts : undefined,
      sink: into.sink,
      onProgress: progress.report,
      signal: stopping.signal,
    });
    progress.end();
    return await then(outcome);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    throw new HeadgateError("import_stopped", "Nothing of it was kept.", {}, { cause: error });
  } finally {
    progress.end();
    stopping.release();
    await into.close();
  }
}

function abortOnSignal(): Readonly<{ signal: AbortSignal; release: () => void }> {
  const abort = new AbortController();
  const signals = listenForStop(() => process.exit(exitCodes.finding));
  void signals.stopped.then(() => abort.abort());
  return { signal: abort.signal, release: signals.release };
}

type Progress = Readonly<{ report: (progress: ImportProgress) => void; end: () => void }>;

/** Quiet with `--json`: nobody watches. */
function followProgress(quiet: boolean): Progress {
  if (quiet) return { report: () => undefined, end: () => undefined };
  const startedAtMs = performance.now();
  let last: ImportProgress | undefined;
  let end: (() => void) | undefined;
  let ended = false;
  return {
    report: (progress) => {
      last = progress;
      end ??= showProgress(
        () => (last === undefined ? "" : progressText(last, performance.now() - startedAtMs)),
        process.stderr,
      );
    },
    end: () => {
      if (!ended) end?.();
      ended = true;
    },
  };
}
