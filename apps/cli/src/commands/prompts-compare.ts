import { type CallSummary, callsReport, outcomesReport, type PromptArm } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import type { ManagementApi } from "../management/management-api.ts";
import { compareVersions, type VersionCalls } from "../prompts/compare-versions.ts";
import { renderCompare } from "../prompts/render-compare.ts";

const PAGE = 500;
/** Newest calls of a version that are compared. */
const MOST_CALLS = 10_000;

/** `headgate prompts compare NAME` */
export const promptsCompareCommand = defineCommand({
  meta: {
    name: "compare",
    description:
      "What an approved system prompt came to beside its original, by the sessions that were held out: output tokens, cost and outcomes.",
  },
  args: {
    name: {
      type: "positional",
      required: true,
      description: "The prompt's name in headgate.yaml",
    },
    ...rangeArguments("30d"),
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { from, to } = readRange(args, Date.now());
    const api = connectManagement(args.url, process.env);
    const callsOf = (arm: PromptArm) =>
      readVersion(api, { from, to, tag: `prompt.${args.name}=${arm}` });
    const approved = await callsOf("approved");
    const original = await callsOf("original");
    const result = { name: args.name, from, to, ...compareVersions({ approved, original }) };
    if (args.json) printJson(result);
    else print(renderCompare(result, tableWidth()));
    return exitCodes.done;
  },
});

type Asked = Readonly<{ from: string; to: string; tag: string }>;

async function readVersion(api: ManagementApi, asked: Asked): Promise<VersionCalls> {
  const rows: CallSummary[] = [];
  let total: number;
  do {
    const page = await api.get(
      "/api/calls",
      { ...asked, limit: PAGE, offset: rows.length },
      callsReport,
    );
    total = page.total;
    rows.push(...page.rows);
    if (page.rows.length === 0) break;
  } while (rows.length < Math.min(total, MOST_CALLS));
  const { names } = await api.get("/api/outcomes/report", asked, outcomesReport);
  const [all] = names;
  // Without a row there was no outcome.
  const { outcomes, accepted } = all ?? { outcomes: 0, accepted: 0 };
  return { rows, total, outcomes, accepted };
}
