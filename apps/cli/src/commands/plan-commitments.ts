import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type CommitmentsPlan,
  commitmentsPlanSchema,
  exportsOfCommitments,
  HeadgateError,
  parseCommitmentsFile,
} from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderCommitments } from "../plan/render-commitments.ts";

/** Hundreds of futures for each of twenty offers take their time. */
const TIMEOUT_MS = 5 * 60_000;

/** `headgate plan commitments FILE` */
export const planCommitmentsCommand = defineCommand({
  meta: {
    name: "commitments",
    description:
      "What to promise in advance, of the offers in a file (YAML or JSON): how many units, what they save, what ends soon. Buys nothing. Ends with 1 where a commitment is due or there is no plan.",
  },
  args: {
    file: { type: "positional", required: true, description: "Offers, as docs/how-to has them" },
    export: {
      type: "string",
      valueHint: "FOLDER",
      description: "Also write what your tools take to buy it; no file is written over",
    },
    ...rangeArguments("90d"),
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const file = parseCommitmentsFile(await readText(args.file), args.file);
    const { from, to } = readRange(args, Date.now());
    const api = connectManagement(args.url, process.env);
    const plan = await api.post(
      "/api/plan/commitments",
      { ...file, from, to },
      commitmentsPlanSchema,
      { timeoutMs: TIMEOUT_MS },
    );
    if (args.json) printJson(plan);
    else print(renderCommitments(plan, tableWidth()));
    if (args.export !== undefined) await writeExports(args.export, plan);
    return hasFinding(plan) ? exitCodes.finding : exitCodes.done;
  },
});

const hasFinding = (plan: CommitmentsPlan): boolean =>
  plan.kind === "no_plan" ||
  plan.renewals.some(({ state }) => state !== "later") ||
  plan.offers.every((one) => one.plan.kind === "no_plan");

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new HeadgateError("command_invalid", `${path} cannot be read.`, {}, { cause });
  }
}

async function writeExports(folder: string, plan: CommitmentsPlan): Promise<void> {
  const { exports, withheld } =
    plan.kind === "no_plan" ? { exports: [], withheld: null } : exportsOfCommitments(plan);
  for (const { file_name, text, notes } of exports) {
    const path = join(folder, file_name);
    try {
      await writeFile(path, text, { flag: "wx" });
    } catch (cause) {
      throw new HeadgateError(
        "command_invalid",
        `${path} cannot be written: the folder is missing or the file is there already.`,
        {},
        { cause },
      );
    }
    talk([`Wrote ${path}`, ...notes.map((note) => `  ${note}`)].join("\n"));
  }
  if (exports.length === 0) {
    talk(withheld ?? "Nothing is to be bought by a tool: no file was written.");
  }
}
