import { selfHostPlanReport, trafficShapes } from "@headgate/contract";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { filterArgument, rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderNoPlan } from "../plan/render-no-plan.ts";
import { renderSelfHost } from "../plan/render-self-host.ts";
import { selfHostAsk } from "../plan/self-host-request.ts";

const text = (valueHint: string, description: string) =>
  ({ type: "string", valueHint, description }) as const;

/** `headgate plan self-host MODEL` */
export const planSelfHostCommand = defineCommand({
  meta: {
    name: "self-host",
    description:
      "Whether hosting an open model yourself is cheaper than the cheapest API with the same weights, for your own traffic. Ends with 1 when there is no plan.",
  },
  args: {
    model: {
      type: "positional",
      required: true,
      description: "An open model: llama-3.3-70b, openai/gpt-oss-120b, …",
    },
    gpu: text("NAME", "Accelerator: h100, h200, b200, l40s, …"),
    "gpu-hour": text("USD", "What an hour of one of them costs"),
    "gpus-per-machine": text("N", "How many are rented together; 1 unless said"),
    machine: text("PROVIDER/SKU", "A machine of the price lists instead: aws/p5.48xlarge"),
    region: text("REGION", "Its region; any for lists without regions"),
    term: {
      type: "enum",
      options: ["on_demand", "reserved_1y", "reserved_3y", "savings_plan_1y", "savings_plan_3y"],
      valueHint: "TERM",
      description: "How it is paid for; on_demand unless said",
    },
    spread: text("N", "Accelerators that hold one replica; the cheapest of 1, 2, 4, 8 unless said"),
    precision: {
      type: "enum",
      options: ["bf16", "fp8", "fp4"],
      valueHint: "FORM",
      description: "How weights are stored: bf16, fp8, fp4; fp8 unless said",
    },
    tuned: {
      type: "boolean",
      description: "A server that somebody fitted and keeps full, not one as it comes",
    },
    ...rangeArguments("30d"),
    ...filterArgument,
    "calls-per-day": text("N", "State the demand instead of reading it from the ledger"),
    prompt: text("TOKENS", "With it: tokens of a mean prompt, cached ones too"),
    cached: text("TOKENS", "With it: of these, read from a cache"),
    answer: text("TOKENS", "With it: tokens of a mean answer"),
    shape: {
      type: "enum",
      options: [...trafficShapes],
      valueHint: "SHAPE",
      description: `With it: ${trafficShapes.join(", ")}; daily_wave unless said`,
    },
    "current-model": text("MODEL", "The model that the calls go to now, to show beside"),
    host: text("PROVIDER", "Only this host of the same weights; may stand several times"),
    "batch-share": text("SHARE", "Part of the calls that can wait for a host's batch prices"),
    "ms-per-token": text("MS", "Time from one token to the next at most; 60 unless said"),
    measured: text(
      "P,A,C,T",
      "Your measurement: tokens of prompt and answer, answers at once, answer tokens a second",
    ),
    scaling: {
      type: "enum",
      options: ["hourly", "fixed"],
      valueHint: "HOW",
      description: "Replicas follow the hours, or stand for the busiest; hourly unless said",
    },
    spare: text("N", "Replicas beside those that are needed; 1 unless said"),
    operations: text("USD", "People, a month; 12500 unless said"),
    "spot-share": text("SHARE", "Part of the machines on spare capacity"),
    "spot-availability": text("SHARE", "Part of the time in which there is spare capacity"),
    "spot-hour": text("USD", "An hour of it; from the price lists with --machine"),
    growth: text("SHARE", "Growth of demand a year: 50%, -20%"),
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const { from, to } = readRange(args, Date.now());
    const filter = readFilter(repeatedValues(rawArgs, "filter"));
    const ask = selfHostAsk(args, repeatedValues(rawArgs, "host"), { from, to, filter });
    const api = connectManagement(args.url, process.env);
    const report = await api.post("/api/plan/self-host", ask, selfHostPlanReport);
    if (args.json) printJson(report);
    else if (report.kind === "no_plan") print(renderNoPlan(report));
    else print(renderSelfHost(report, tableWidth()));
    return report.kind === "plan" ? exitCodes.done : exitCodes.finding;
  },
});
