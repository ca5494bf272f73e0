import type { InfrastructurePricesResponse } from "@headgate/contract";
import { displayDollars, parseDollars } from "@headgate/money";
import { listPrices, loadInfrastructure } from "@headgate/planner";
import { defineCommand } from "citty";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { renderTable } from "../command-line/render-table.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { infrastructureFolder } from "../plan/infrastructure-folder.ts";
import { readPriceDay } from "../prices/price-day.ts";

/** `headgate plan prices list [MACHINE]` */
export const planPricesListCommand = defineCommand({
  meta: {
    name: "list",
    description: "Prices of machines on a day, with their age, and how many lists say otherwise.",
  },
  args: {
    machine: {
      type: "positional",
      required: false,
      valueHint: "MACHINE",
      description: "A part of the machine's name, such as g5 or p5.48xlarge",
    },
    provider: { type: "string", valueHint: "NAME", description: "Only this provider's machines" },
    region: { type: "string", valueHint: "REGION", description: "Only this region's prices" },
    at: {
      type: "string",
      valueHint: "DAY",
      description: "Prices as they hold on this day; today unless said",
    },
    ...dataArgument,
    ...jsonArgument,
  },
  run: ({ args }) => {
    const day = readPriceDay(args.at, Date.now());
    const book = loadInfrastructure(infrastructureFolder(args.data, process.env));
    const { provider, region } = args;
    const found = listPrices(book, { day, sku: args.machine, provider, region });
    if (args.json) printJson(found);
    else print(renderPrices(found, tableWidth()));
    return found.prices.length === 0 ? exitCodes.finding : exitCodes.done;
  },
});

/** A line a machine, region and term. */
function renderPrices({ day, prices }: InfrastructurePricesResponse, width: number): string {
  if (prices.length === 0) return `No list has such a price on ${day}.`;
  return [
    `Prices of machines on ${day}, US dollars an hour`,
    "",
    renderTable(
      [
        { title: "provider" },
        { title: "machine" },
        { title: "accelerators" },
        { title: "region" },
        { title: "term" },
        { title: "paid" },
        { title: "$ an hour", align: "right" },
        { title: "days old", align: "right" },
        { title: "differing", align: "right" },
      ],
      prices.map((price) => [
        price.provider,
        price.sku,
        price.accelerators ?? "–",
        price.region,
        price.term,
        price.payment.replaceAll("_", " "),
        displayDollars(parseDollars(price.dollars_per_hour), 4),
        String(price.age_days),
        price.others.length === 0 ? "–" : String(price.others.length),
      ]),
      width,
    ),
  ].join("\n");
}
