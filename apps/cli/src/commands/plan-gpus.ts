import { planGpusResponse } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { askConsent } from "../plan/consent.ts";
import { readFleet } from "../plan/read-fleet.ts";
import { renderGpuPlan } from "../plan/render-gpu-plan.ts";
import { writeExports } from "../plan/write-exports.ts";

/** The ledger's measurements, and two packings of as many seconds as may be asked for. */
const PATIENCE_MS = 3 * 60_000;

/** `headgate plan gpus [FLEET]` */
export const planGpusCommand = defineCommand({
  meta: {
    name: "gpus",
    description:
      "What machines and small models could do with less: sizes, times, places together, spot. Nothing is applied without --apply. Ends with 1 when there is no plan.",
  },
  args: {
    fleet: {
      type: "positional",
      required: false,
      valueHint: "FLEET",
      description: "A file in YAML or JSON; without one the endpoints that the ledger knows",
    },
    export: {
      type: "string",
      valueHint: "DIR",
      description:
        "Write schedules as AWS CLI, Terraform, CloudFormation and Kubernetes files there",
    },
    apply: {
      type: "boolean",
      description: "Set the planned schedules of SageMaker in AWS, after typed consent",
    },
    consent: {
      type: "string",
      valueHint: "TEXT",
      description: "The consent that --apply asks for, where there is no terminal",
    },
    "aws-endpoint": {
      type: "string",
      valueHint: "URL",
      description: "Where AWS's Application Auto Scaling is; AWS's own address unless said",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const request = readFleet(args.fleet);
    const api = connectManagement(args.url, process.env);
    const answer = await api.post("/api/plan/gpus", request, planGpusResponse, {
      timeoutMs: PATIENCE_MS,
    });
    // What was set, where something may be, is the answer of --apply; else the plan is, or why there is none.
    if (args.json !== true) print(renderGpuPlan(answer, tableWidth()));
    else if (args.apply !== true || answer.kind === "no_plan") printJson(answer);
    if (answer.kind === "no_plan") return exitCodes.finding;
    if (args.export !== undefined) {
      const written = await writeExports(args.export, answer.exports);
      talk(
        written.length === 0 ? "There is no schedule to export." : `Written: ${written.join(", ")}`,
      );
    }
    if (args.apply !== true) return exitCodes.done;
    // Loaded where it is needed: AWS's client takes its time.
    const { applySchedules, canApply } = await import("../plan/apply-schedules.ts");
    const schedules = answer.schedules.filter(canApply);
    if (schedules.length === 0) {
      talk("There is no schedule of SageMaker to apply; --export writes files for other tools.");
    } else {
      await askConsent(schedules.length, args.consent, {
        input: process.stdin,
        output: process.stderr,
      });
    }
    const result = await applySchedules(answer.schedules, { endpoint: args["aws-endpoint"] });
    if (args.json) printJson(result);
    else {
      for (const { machine, action } of result.applied) print(`${machine}: ${action}: set`);
      for (const { machine, reason } of result.left) print(`${machine}: not set: ${reason}`);
    }
    const isDone = schedules.length > 0 && result.left.length === 0;
    return isDone ? exitCodes.done : exitCodes.finding;
  },
});
