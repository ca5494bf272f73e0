import { defineCommand } from "citty";
import { type ExitCode, exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { readPositiveNumber, readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderReplay } from "../replay/render-replay.ts";
import { runReplay } from "../replay/run-replay.ts";

const MOST_AT_ONCE = 1_000;

/** `headgate replay FILE` */
export const replayCommand = defineCommand({
  meta: {
    name: "replay",
    description:
      "Send every request of a recorded trace through the running gateway and print what the ledger then holds of it. The trace is a CSV file with columns ContextTokens, GeneratedTokens and, for --speed, TIMESTAMP; each row becomes a chat completion of that size. A second run sends only what the ledger lacks. Ends with 1 when a row failed.",
  },
  args: {
    file: { type: "positional", required: true, description: "The trace" },
    model: {
      type: "string",
      default: "gpt-4o-mini",
      valueHint: "MODEL",
      description: "Model to ask for",
    },
    concurrency: {
      type: "string",
      default: "64",
      valueHint: "N",
      description: "Calls at a time",
    },
    speed: {
      type: "string",
      default: "max",
      valueHint: "N",
      description: "The trace's own pace times N, or max for no waiting",
    },
    limit: { type: "string", valueHint: "N", description: "Only the first N rows" },
    key: {
      type: "string",
      valueHint: "KEY",
      description: "Headgate key to use; HEADGATE_KEY, or one made for the replay, unless said",
    },
    "yes-spend": {
      type: "boolean",
      description: "Agree to real providers being called and to what they charge",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }): Promise<ExitCode> => {
    const result = await runReplay({
      api: connectManagement(args.url, process.env),
      file: args.file,
      model: args.model,
      concurrency: readWholeNumber("--concurrency", args.concurrency, {
        min: 1,
        max: MOST_AT_ONCE,
      }),
      speed: args.speed === "max" ? undefined : readPositiveNumber("--speed", args.speed),
      limit: readWholeNumber("--limit", args.limit, { min: 1, max: Number.MAX_SAFE_INTEGER }),
      key: args.key ?? (process.env.HEADGATE_KEY || undefined),
      maySpend: args["yes-spend"] === true,
      talkTo: process.stderr,
    });
    if (args.json) printJson(result);
    else print(renderReplay(result));
    const isWhole =
      result.failed === 0 &&
      result.unreadable_rows === 0 &&
      result.sent + result.skipped_as_known === result.rows;
    return isWhole ? exitCodes.done : exitCodes.finding;
  },
});
