import { createInterface } from "node:readline/promises";
import {
  type BatchEstimate,
  type BatchFormat,
  type BatchRunLeft,
  type BatchRunResult,
  batchFormats,
  counted,
  HeadgateError,
  readDeadline,
} from "@headgate/contract";
import { defineCommand } from "citty";
import { batchPrices } from "../batch/batch-prices.ts";
import { connectBatches, keyArgument } from "../batch/connect-batches.ts";
import { estimateBatch } from "../batch/estimate-batch.ts";
import { checkInput, detectFormat } from "../batch/read-input.ts";
import { renderEstimate } from "../batch/render-batch.ts";
import { runBatch } from "../batch/run-batch.ts";
import { checkOption } from "../command-line/check-arguments.ts";
import {
  dataArgument,
  type ExitCode,
  exitCodes,
  jsonArgument,
  urlArgument,
} from "../command-line/command.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { writableFile } from "../command-line/writable-file.ts";
import { ownPriceBook } from "../prices/own-price-book.ts";

/** `headgate batch run FILE` */
export const batchRunCommand = defineCommand({
  meta: {
    name: "run",
    description:
      "Have the requests of a JSONL file answered as one batch: tells what they come to, sends them, waits, and writes the results in the order of the requests. Ctrl-C leaves the batch going, and the same command goes on with it. Ends with 1 when a request has no answer, or before the batch has ended.",
  },
  args: {
    file: {
      type: "positional",
      required: true,
      description: "A request a line, as OpenAI's batch files or Anthropic's batches have them",
    },
    format: {
      type: "enum",
      options: [...batchFormats],
      valueHint: "FORMAT",
      description: `Form of the file: ${batchFormats.join(", ")}; told by its first line unless said`,
    },
    deadline: {
      type: "string",
      default: "24h",
      valueHint: "WHEN",
      description:
        "When the answers are wanted at the latest: 2h, 24h, or a moment with its offset",
    },
    output: {
      type: "string",
      valueHint: "FILE",
      description: "Where the results go; FILE.results.jsonl unless said",
    },
    yes: { type: "boolean", description: "Send without asking whether the estimate is right" },
    "estimate-only": { type: "boolean", description: "Tell the estimate and send nothing" },
    again: { type: "boolean", description: "Begin anew, though the file was run before" },
    config: {
      type: "string",
      valueHint: "FILE",
      description: "Configuration whose models and overlays price the estimate; ./headgate.yaml",
    },
    ...keyArgument,
    ...urlArgument,
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const output = writableFile("--output", args.output ?? `${args.file}.results.jsonl`);
    checkDeadline(args.deadline);
    const format = await formatOf(args.file, args.format);
    await checkInput(args.file, format);
    const nowMs = Date.now();
    const estimate = await estimateBatch({
      file: args.file,
      format,
      book: ownPriceBook(args.data, process.env),
      at: new Date(nowMs).toISOString().slice(0, 10),
      ...(await batchPrices(args.config, process.env, process.cwd())),
    });
    if (args["estimate-only"] === true) return tellEstimate(estimate, args.json === true);
    talk(`${renderEstimate(estimate, tableWidth())}\n`);
    const { url, client } = connectBatches(args, process.env);
    const end = await runBatch({
      client,
      url,
      file: args.file,
      format,
      output,
      deadline: args.deadline,
      again: args.again === true,
      estimate,
      agree: () => agree(args.yes === true),
      talkTo: process.stderr,
    });
    switch (end.kind) {
      case "ended":
        if (args.json) printJson(end.result);
        else print(renderResult(end.result));
        return isWhole(end.result) ? exitCodes.done : exitCodes.finding;
      case "stopped":
        talk(
          `\n${end.id} goes on. Run the same command again to wait for it, or \`headgate batch cancel ${end.id}\`.`,
        );
        if (args.json) printJson(leftBatch("stopped", end.id, estimate));
        return exitCodes.finding;
      case "declined":
        talk("Nothing was sent.");
        if (args.json) printJson(leftBatch("declined", null, estimate));
        return exitCodes.finding;
      default:
        return end satisfies never;
    }
  },
});

const leftBatch = (
  left: BatchRunLeft["left"],
  batchId: string | null,
  estimate: BatchEstimate,
): BatchRunLeft => ({ left, batch_id: batchId, estimate });

function tellEstimate(estimate: BatchEstimate, asJson: boolean): ExitCode {
  if (asJson) printJson(estimate);
  else print(renderEstimate(estimate, tableWidth()));
  const isKnown = estimate.rows.every(
    (row) => row.real_time_cost !== null && row.batch_cost !== null && row.uncounted_requests === 0,
  );
  return isKnown ? exitCodes.done : exitCodes.finding;
}

function checkDeadline(text: string): void {
  if (readDeadline(text, Date.now()).kind === "deadline") return;
  throw new HeadgateError(
    "command_invalid",
    `--deadline is a length of time such as 2h, or a moment to come with its offset, within seven days; not "${text}".`,
  );
}

async function formatOf(file: string, given: string | undefined): Promise<BatchFormat> {
  if (given === undefined) return detectFormat(file);
  checkOption("--format", given, batchFormats);
  return given as BatchFormat;
}

async function agree(already: boolean): Promise<boolean> {
  if (already) return true;
  if (!process.stdin.isTTY) {
    throw new HeadgateError("command_invalid", "Say --yes to send the batch without being asked.");
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await prompt.question("Send it? [y/N] ")).trim());
  } finally {
    prompt.close();
  }
}

const isWhole = ({ written }: BatchRunResult): boolean => written.failed + written.missing === 0;

function renderResult({ batch, output, written, failures }: BatchRunResult): string {
  const { answered, failed, missing } = written;
  const untold = failed + missing - failures.length;
  return [
    ...failures.map(
      ({ line, custom_id, reason }) => `line ${line} (${custom_id.slice(0, 60)}): ${reason}`,
    ),
    ...(untold > 0 ? [`and ${counted(untold, "more line")} in ${output}`] : []),
    `${batch.id} ${batch.status}: ${counted(answered, "answer")}, ${failed} failed, ${missing} without a result, in ${output}.`,
  ].join("\n");
}
