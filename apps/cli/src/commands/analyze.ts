import { writeFile } from "node:fs/promises";
import {
  type AnalyzeResult,
  HeadgateError,
  type SpendDimension,
  spendDimensions,
} from "@headgate/contract";
import { renderHtml } from "@headgate/page";
import { defineCommand } from "citty";
import { loadAnalysis } from "../analysis/load/load-analysis.ts";
import { buildPage } from "../analysis/page/build-page.ts";
import { renderText } from "../analysis/page/render-text.ts";
import { checkOption, repeatedValues } from "../command-line/check-arguments.ts";
import {
  dataArgument,
  exitCodes,
  jsonArgument,
  timeZoneArgument,
} from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { writableFile } from "../command-line/writable-file.ts";
import {
  accountNamed,
  importArguments,
  readImportRange,
  sourceNamed,
} from "../imports/import-arguments.ts";
import { openDirectImport, openPassingImport } from "../imports/open-import.ts";
import { runImportCommand } from "../imports/run-import-command.ts";

const DEFAULT_DIMENSIONS = ["model", "team", "project", "feature"] as const;
const DEFAULT_TOP = 5;

/** `headgate analyze PATH…` */
export const analyzeCommand = defineCommand({
  meta: {
    name: "analyze",
    description:
      "Tells what AI costs, from the bills and logs that there are: totals, categories, cost per call, drivers, KPIs. Needs no running Headgate and keeps nothing, unless told to. Ends with 1 when something that was meant could not be read, or nothing was found to read.",
  },
  args: {
    ...importArguments,
    by: {
      type: "string",
      valueHint: "DIMENSION",
      description: `What to rank spend by: ${spendDimensions.join(", ")}; may stand several times; ${DEFAULT_DIMENSIONS.join(", ")} unless said`,
    },
    top: {
      type: "string",
      valueHint: "N",
      default: `${DEFAULT_TOP}`,
      description: "Values of each dimension that are named; the others are added up",
    },
    html: {
      type: "string",
      valueHint: "FILE",
      description: "Also write the page as one HTML file, to send or to print",
    },
    keep: {
      type: "boolean",
      description:
        "Keep what was read in the data directory, and tell all that it holds of these days",
    },
    config: {
      type: "string",
      valueHint: "FILE",
      description: "Labels and discounts to go by; headgate.yaml here unless said",
    },
    ...timeZoneArgument,
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const timeZone = readTimeZone(args.tz);
    const range = readImportRange(args, { nowMs: Date.now(), timeZone });
    const dimensions = readDimensions(repeatedValues(rawArgs, "by"));
    const top = readWholeNumber("--top", args.top, { min: 1, max: 100 }) ?? DEFAULT_TOP;
    const forced = sourceNamed(args.source);
    const account = accountNamed(args.account);
    const html = args.html === undefined ? undefined : writableFile("--html", args.html);
    const kept = args.keep === true;
    const quiet = args.json === true;

    const open = kept ? openDirectImport : openPassingImport;
    const into = await open({
      data: args.data,
      config: args.config,
      environment: process.env,
      workingDirectory: process.cwd(),
    });
    const { store, config, prices } = into;
    return runImportCommand(
      { paths: args._, forced, range, account, into, looksAtPrompts: args.prompts, quiet },
      async ({ summary: read, hasUnreadable }) => {
        const paths = args._;
        const result = await loadAnalysis({
          ...{ store, config, prices, read, kept, range, dimensions, top, paths },
        });
        await show(result, { timeZone, html, quiet });
        const isNothing = read.sources.length === 0;
        return hasUnreadable || isNothing ? exitCodes.finding : exitCodes.done;
      },
    );
  },
});

async function show(
  result: AnalyzeResult,
  {
    timeZone,
    html,
    quiet,
  }: Readonly<{ timeZone: string; html: string | undefined; quiet: boolean }>,
): Promise<void> {
  const page = buildPage(result, timeZone);
  if (quiet) printJson(result);
  else print(renderText(page, tableWidth()));
  if (html === undefined) return;
  await writeFile(html, renderHtml(page));
  talk(`The page is in ${html}.`);
}

function readDimensions(words: readonly string[]): readonly SpendDimension[] {
  if (words.length === 0) return DEFAULT_DIMENSIONS;
  return [...new Set(words)].map((word) => {
    checkOption("--by", word, spendDimensions);
    const found = spendDimensions.find((dimension) => dimension === word);
    if (found === undefined) throw new HeadgateError("command_invalid", `--by ${word}`);
    return found;
  });
}
