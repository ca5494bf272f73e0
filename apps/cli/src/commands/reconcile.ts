import {
  csvOf,
  HeadgateError,
  reconcileReport,
  renderFoundRates,
  spendCosts,
  takeRatesResponse,
} from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { readBeginning, readEnd } from "../command-line/moment.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderReconciliation } from "../reconcile/render-reconciliation.ts";
import { renderTakenRates } from "../reconcile/render-taken-rates.ts";

/** `headgate reconcile` */
export const reconcileCommand = defineCommand({
  meta: {
    name: "reconcile",
    description: "How far calls explain the bills, and what the rest is.",
  },
  args: {
    since: {
      type: "string",
      default: "30d",
      valueHint: "WHEN",
      description: "First day (UTC): a span such as 30d, a day, or a moment",
    },
    until: {
      type: "string",
      valueHint: "WHEN",
      description: "Last day (UTC): today unless said",
    },
    provider: {
      type: "string",
      valueHint: "NAME",
      description: "Only this provider, as the price book names it",
    },
    account: {
      type: "string",
      valueHint: "ID",
      description: "Only this account, as the bill names it",
    },
    cost: {
      type: "enum",
      options: [...spendCosts],
      default: "effective",
      valueHint: "WHICH",
      description: "FOCUS's effective cost, or `billed`: what invoices come to",
    },
    limit: {
      type: "string",
      valueHint: "N",
      default: "10",
      description: "Largest differences to show",
    },
    rates: {
      type: "boolean",
      description: "Print the prices found in bills as overlays for headgate.yaml; writes nothing",
    },
    "take-rates": {
      type: "boolean",
      description:
        "Take the prices found in bills over as dated overlays of the data directory; shows them, and writes with --yes",
    },
    yes: { type: "boolean", description: "With --take-rates: write them" },
    ...urlArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const clock = { nowMs: Date.now(), timeZone: "UTC" };
    const from = readBeginning(args.since, { flag: "--since", ...clock });
    const to =
      args.until === undefined ? clock.nowMs : readEnd(args.until, { flag: "--until", ...clock });
    if (to <= from) throw new HeadgateError("command_invalid", "--since is not before --until.");
    if (args.yes === true && args["take-rates"] !== true) {
      throw new HeadgateError("command_invalid", "--yes goes with --take-rates.");
    }
    const api = connectManagement(args.url, process.env);
    const question = {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      provider: args.provider,
      account: args.account,
      cost: args.cost,
    };
    if (args["take-rates"] === true) {
      const taken = await api.post(
        "/api/reconcile/take-rates",
        { ...question, apply: args.yes === true },
        takeRatesResponse,
      );
      if (args.json) printJson(taken);
      else print(renderTakenRates(taken));
      return exitCodes.done;
    }
    const report = await api.get(
      "/api/reconcile",
      {
        ...question,
        limit: readWholeNumber("--limit", args.limit, { min: 1, max: 1000 }),
      },
      reconcileReport,
    );
    if (args.json) printJson(args.rates === true ? report.rates : report);
    else if (args.csv && args.rates === true) process.stdout.write(csvOf(report.rates));
    else if (args.csv) printCsv("/api/reconcile", report);
    else if (args.rates === true) print(renderFoundRates(report.rates));
    else print(renderReconciliation(report, tableWidth()));
    if (args.rates === true) return exitCodes.done;
    return report.is_on_target === true ? exitCodes.done : exitCodes.finding;
  },
});
