import { writeFileSync } from "node:fs";
import { counted, HeadgateError, type PromptsLint, spendByReport } from "@headgate/contract";
import { draftOf, lintPrompt } from "@headgate/levers";
import { closeEstimator } from "@headgate/providers";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { dataArgument, exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { filterArgument } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { writableFile } from "../command-line/writable-file.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { ownPriceBook } from "../prices/own-price-book.ts";
import { readPriceDay } from "../prices/price-day.ts";
import { isCut, lintFound } from "../prompts/lint-prompts.ts";
import { type MonthlyCalls, monthlySavings } from "../prompts/monthly-savings.ts";
import { type FoundPrompt, type FoundPrompts, readPrompts } from "../prompts/read-prompts.ts";
import { renderLint } from "../prompts/render-lint.ts";

const MOST_CALLS = 1_000_000_000_000;
const DAYS_OF_HISTORY = 30;

/** `headgate prompts lint FILE…` */
export const promptsLintCommand = defineCommand({
  meta: {
    name: "lint",
    description:
      "What system prompts say twice, at length or for the eye: with tokens, and dollars a month. Changes nothing. Ends with 1 when something was found.",
  },
  args: {
    files: {
      type: "positional",
      required: true,
      valueHint: "FILE…",
      description: "Prompts as text, bodies of requests as .json, or logs with bodies as .jsonl",
    },
    model: {
      type: "string",
      valueHint: "MODEL",
      description: "The model that is asked, by any of its names or as provider/model",
    },
    "monthly-calls": {
      type: "string",
      valueHint: "N",
      description: "How often a month; of a log, all its requests with a system prompt",
    },
    ...filterArgument,
    write: {
      type: "string",
      valueHint: "FILE",
      description: "Write a draft with everything replaced here, to read and to correct",
    },
    ...urlArgument,
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const target = args.write === undefined ? undefined : writableFile("--write", args.write);
    const calls = readWholeNumber("--monthly-calls", args["monthly-calls"], {
      min: 1,
      max: MOST_CALLS,
    });
    const filter = readFilter(repeatedValues(rawArgs, "filter"));
    const isFiltered = Object.keys(filter).length > 0;
    if ((args.model === undefined) !== (calls === undefined)) {
      throw new HeadgateError("command_invalid", "--model and --monthly-calls need each other.");
    }
    if (isFiltered && calls !== undefined) {
      throw new HeadgateError(
        "command_invalid",
        "Either --filter or --monthly-calls says how often a prompt is sent.",
      );
    }
    const found: FoundPrompt[] = [];
    let linesWithoutPrompt = 0;
    let brokenLines = 0;
    let requests = 0;
    for (const file of args._) {
      const read = await readPrompts(file);
      found.push(...read.prompts);
      linesWithoutPrompt += read.linesWithoutPrompt;
      brokenLines += read.brokenLines;
      if (read.brokenLines > 0) talk(brokenText(read));
      // The ledger's calls are all that were made; --monthly-calls tells of those with a system prompt.
      requests += isFiltered ? read.logLines : read.requestsWithPrompt;
    }
    const [only] = found;
    if (target !== undefined && found.length !== 1) {
      const many = `--write takes one prompt; there are ${found.length}.`;
      throw new HeadgateError("command_invalid", many);
    }
    const monthly = isFiltered
      ? await callsOfHistory(args.url, filter)
      : calls === undefined || args.model === undefined
        ? undefined
        : [{ model: args.model, calls }];
    const lines = { linesWithoutPrompt, brokenLines };
    const result = await lint(found, lines, { monthly, requests, data: args.data });
    if (target !== undefined && only !== undefined) writeDraft(target, only);
    if (args.json) printJson(result);
    else print(renderLint(result, tableWidth()));
    for (const prompt of found.filter(isCut))
      talk(`${prompt.source}: only its beginning was looked at.`);
    const isClean = result.prompts.every(({ findings }) => findings.length === 0);
    return isClean ? exitCodes.done : exitCodes.finding;
  },
});

async function lint(
  found: readonly FoundPrompt[],
  { linesWithoutPrompt, brokenLines }: Pick<FoundPrompts, "linesWithoutPrompt" | "brokenLines">,
  {
    monthly,
    requests,
    data,
  }: Readonly<{
    monthly: readonly MonthlyCalls[] | undefined;
    /** Requests of the logs that the calls of a month stand for; a request may have several prompts. */
    requests: number;
    data: string | undefined;
  }>,
): Promise<PromptsLint> {
  const at = monthly === undefined ? null : readPriceDay(undefined, Date.now());
  const book = at === null ? undefined : ownPriceBook(data, process.env);
  const prompts: PromptsLint["prompts"] = [];
  try {
    for (const prompt of found) {
      const linted = await lintFound(prompt);
      const ofPrompt = monthly?.map(({ model, calls }) => ({
        model,
        calls: prompt.seen === null ? calls : Math.round((calls * prompt.seen) / requests),
      }));
      const savings =
        book === undefined || at === null || ofPrompt === undefined
          ? null
          : monthlySavings(book, at, linted, ofPrompt);
      prompts.push({ ...linted, monthly: savings });
    }
  } finally {
    await closeEstimator();
  }
  prompts.sort((left, right) => saved(right) - saved(left));
  return {
    prompts,
    lines_without_prompt: linesWithoutPrompt,
    broken_lines: brokenLines,
    prices_of: at,
  };
}

/** The first broken lines by name: a log that was cut in the middle has one, a file that is no log has many. */
function brokenText({ broken, brokenLines }: FoundPrompts): string {
  const more = brokenLines - broken.length;
  const names = `${broken.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return `${counted(brokenLines, "line is", "lines are")} no JSON and passed over: ${names}.`;
}

/** What its draft takes away in all requests that were seen. */
const saved = ({ tokens, draft_tokens, seen }: PromptsLint["prompts"][number]): number =>
  (tokens - draft_tokens) * (seen ?? 1);

/** The calls of the last 30 days that a filter leaves, by model. */
async function callsOfHistory(
  url: string | undefined,
  filter: Readonly<Record<string, string>>,
): Promise<readonly MonthlyCalls[]> {
  const to = Date.now();
  const from = new Date(to - DAYS_OF_HISTORY * 86_400_000).toISOString();
  const range = { from, to: new Date(to).toISOString() };
  const api = connectManagement(url, process.env);
  const { rows } = await api.get(
    "/api/reports/spend-by",
    { ...range, ...filter, by: "model", limit: 100 },
    spendByReport,
  );
  return rows.flatMap(({ group, calls }) =>
    group === null || calls === 0 ? [] : [{ model: group, calls }],
  );
}

function writeDraft(target: string, { text, sha256 }: FoundPrompt): void {
  writeFileSync(target, draftOf(text, lintPrompt(text)));
  talk(
    `The draft is in ${target}. Once you approve it, put it into headgate.yaml:\n  prompts:\n    - name: NAME\n      sha256: ${sha256}\n      text: …`,
  );
}
