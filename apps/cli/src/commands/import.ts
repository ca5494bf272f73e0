import { HeadgateError } from "@headgate/contract";
import { allSources, type ImportProgress, runImport } from "@headgate/sources";
import { defineCommand } from "citty";
import { checkOption } from "../command-line/check-arguments.ts";
import {
  dataArgument,
  exitCodes,
  jsonArgument,
  timeZoneArgument,
  urlArgument,
} from "../command-line/command.ts";
import { readBeginning, readEnd, readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { openImport } from "../imports/open-import.ts";
import { progressText } from "../imports/progress-text.ts";
import { renderImport } from "../imports/render-import.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { showProgress } from "../replay/progress.ts";
import { listenForStop } from "../supervisor/stop-signals.ts";

/** `headgate import PATH…` */
export const importCommand = defineCommand({
  meta: {
    name: "import",
    description:
      "Takes in what there is already: bills, logs, traces, metrics. Loading the same again changes nothing. Ends with 1 when something that was meant could not be read.",
  },
  args: {
    paths: {
      type: "positional",
      required: true,
      valueHint: "PATH…",
      description: "Files and folders; what kind each file is, Headgate finds out",
    },
    source: {
      type: "string",
      valueHint: "NAME",
      description: "Read every file as this source's, whatever it looks like",
    },
    since: {
      type: "string",
      valueHint: "WHEN",
      description:
        "Only what is from then on: a span such as 30d, a day, or a moment; bills by billing period",
    },
    until: {
      type: "string",
      valueHint: "WHEN",
      description: "Only what is before; a day is counted whole",
    },
    "dry-run": { type: "boolean", description: "Read and count everything, keep nothing" },
    config: {
      type: "string",
      valueHint: "FILE",
      description:
        "Labels and discounts to go by where no Headgate runs; headgate.yaml here unless said",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const clock = { nowMs: Date.now(), timeZone: readTimeZone(args.tz) };
    const range = {
      fromMs:
        args.since === undefined
          ? undefined
          : readBeginning(args.since, { flag: "--since", ...clock }),
      toMs:
        args.until === undefined ? undefined : readEnd(args.until, { flag: "--until", ...clock }),
    };
    if (range.fromMs !== undefined && range.toMs !== undefined && range.toMs <= range.fromMs) {
      throw new HeadgateError("command_invalid", "--since is not before --until.");
    }
    const forced = sourceNamed(args.source);
    const { sink, close } = await openImport({
      api: connectManagement(args.url, process.env),
      isAddressGiven: args.url !== undefined,
      data: args.data,
      config: args.config,
      dryRun: args["dry-run"] === true,
      environment: process.env,
      workingDirectory: process.cwd(),
      onDirect: (root) => talk(`No running Headgate takes the import; the ledger of ${root} does.`),
    });
    const stopping = abortOnSignal();
    const progress = followProgress(args.json === true);
    try {
      const { summary, hasUnreadable } = await runImport({
        paths: args._,
        sources: allSources,
        forced,
        range,
        sink,
        onProgress: progress.report,
        signal: stopping.signal,
      });
      progress.end();
      if (args.json) printJson(summary);
      else print(renderImport(summary, { timeZone: clock.timeZone, width: tableWidth() }));
      return hasUnreadable ? exitCodes.finding : exitCodes.done;
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
      throw new HeadgateError("import_stopped", "Nothing of it was kept.", {}, { cause: error });
    } finally {
      progress.end();
      stopping.release();
      await close();
    }
  },
});

function sourceNamed(name: string | undefined) {
  if (name === undefined) return undefined;
  checkOption(
    "--source",
    name,
    allSources.map((source) => source.name),
  );
  return allSources.find((source) => source.name === name);
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
