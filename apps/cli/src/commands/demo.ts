import { defineCommand } from "citty";
import { readPositiveNumber, readWholeNumber } from "../command-line/read-number.ts";
import { runDemo } from "../demo/run-demo.ts";
import { readListenFlags, startArguments } from "../supervisor/start-arguments.ts";

/** From here on there is a usual week to tell anomalies from. */
const FEWEST_HISTORY_DAYS = 42;
const MOST_HISTORY_DAYS = 365;
const LARGEST_SEED = 4_294_967_295;

/** `headgate demo` */
export const demoCommand = defineCommand({
  meta: {
    name: "demo",
    description:
      "Run Headgate with simulated providers and a simulated team's calls, to look around. No money is spent, and everything is marked as simulated.",
  },
  args: {
    ...startArguments,
    data: {
      ...startArguments.data,
      description: "Data directory; HEADGATE_DATA or ./.headgate/demo unless said",
    },
    "calls-per-second": {
      type: "string",
      valueHint: "N",
      description: "How busy the simulated team is; 4, or 0.1 beside a history, unless said",
    },
    traffic: {
      type: "boolean",
      default: true,
      negativeDescription: "Only the simulated providers, without calls",
    },
    history: {
      type: "string",
      valueHint: "DAYS",
      description: `Days of simulated calls and outcomes before today, with anomalies, from ${FEWEST_HISTORY_DAYS}; written once for a data directory`,
    },
    seed: {
      type: "string",
      valueHint: "N",
      description: "The same seed makes the same calls; 1 unless said",
    },
  },
  run: ({ args }) =>
    runDemo({
      flags: readListenFlags(args),
      data: args.data,
      json: args.json === true,
      verbose: args.verbose === true,
      traffic: args.traffic !== false,
      callsPerSecond: readPositiveNumber("--calls-per-second", args["calls-per-second"]),
      history: readWholeNumber("--history", args.history, {
        min: FEWEST_HISTORY_DAYS,
        max: MOST_HISTORY_DAYS,
      }),
      seed: readWholeNumber("--seed", args.seed, { min: 0, max: LARGEST_SEED }),
    }),
});
