import { readFile } from "node:fs/promises";
import { HeadgateError, parsePolicies, simulationReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderSimulation } from "../simulate/render-simulation.ts";

/** `headgate simulate` */
export const simulateCommand = defineCommand({
  meta: {
    name: "simulate",
    description:
      "Try policies out on recorded calls before they are switched on: cost, savings by lever, effects, beside today's.",
  },
  args: {
    policy: {
      type: "string",
      required: true,
      valueHint: "FILE",
      description: "A headgate.yaml, of which the policies alone are read",
    },
    on: {
      type: "string",
      valueHint: "last-SPAN",
      description: "Short for --since, e.g. last-30d",
    },
    ...rangeArguments("30d"),
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { from, to } = readRange({ ...args, since: sinceOf(args) }, Date.now());
    const policies = parsePolicies(await textOf(args.policy), args.policy);
    const api = connectManagement(args.url, process.env);
    const report = await api.post("/api/simulations", { from, to, policies }, simulationReport);
    if (args.json) printJson(report);
    else print(renderSimulation(report, tableWidth()));
    return exitCodes.done;
  },
});

function sinceOf({ on, since }: Readonly<{ on?: string | undefined; since: string }>): string {
  if (on === undefined) return since;
  const span = /^last-(.+)$/.exec(on)?.[1];
  if (span !== undefined) return span;
  throw new HeadgateError("command_invalid", `--on: "${on}" is no range. Write e.g. last-30d.`);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    throw new HeadgateError(
      "command_invalid",
      `${path} cannot be read: ${reason}.`,
      {},
      { cause: error },
    );
  }
}
