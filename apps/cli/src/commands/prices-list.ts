import type { PricesResponse } from "@headgate/contract";
import { defineCommand } from "citty";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { renderTable } from "../command-line/render-table.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { ownPriceBook } from "../prices/own-price-book.ts";
import { quote } from "../prices/per-million.ts";
import { readPriceDay } from "../prices/price-day.ts";

const SHOWN = ["input", "cache_read", "cache_write_5m", "output"] as const;

/** `headgate prices list` */
export const pricesListCommand = defineCommand({
  meta: {
    name: "list",
    description: "All models with a price: standard tier, dollars for a million tokens.",
  },
  args: {
    provider: { type: "string", valueHint: "NAME", description: "Only this provider's models" },
    at: {
      type: "string",
      valueHint: "DAY",
      description: "Prices as they hold on this day; today unless said",
    },
    ...dataArgument,
    ...csvArgument,
    ...jsonArgument,
  },
  run: ({ args }) => {
    const at = readPriceDay(args.at, Date.now());
    const models = ownPriceBook(args.data, process.env).list({
      at,
      ...(args.provider === undefined ? {} : { provider: args.provider }),
    });
    if (args.json) printJson({ at, models });
    else if (args.csv) printCsv("/api/prices", { at, models });
    else print(renderPriceList({ at, models }, tableWidth()));
    return models.length === 0 ? exitCodes.finding : exitCodes.done;
  },
});

/** One line a model, of one place; a tiered price shows its first tier, marked with +. */
export function renderPriceList({ at, models }: PricesResponse, width: number): string {
  if (models.length === 0) return `No model has a price on ${at}.`;
  return [
    `Prices on ${at}, US dollars for 1M tokens, standard tier`,
    "",
    renderTable(
      [
        { title: "model" },
        { title: "provider" },
        { title: "scope" },
        { title: "input", align: "right" },
        { title: "cache read", align: "right" },
        { title: "cache write", align: "right" },
        { title: "output", align: "right" },
      ],
      models.map(({ model, provider, records }) => {
        const standard = records.filter(({ tier }) => tier === "standard");
        const first = standard.find(({ scope }) => scope === "global") ?? standard[0];
        const there = standard.filter(
          ({ scope, place }) => scope === first?.scope && place === first.place,
        );
        return [
          model,
          provider,
          first === undefined ? "–" : [first.scope, first.place].filter(Boolean).join(" "),
          ...SHOWN.map((component) => {
            const tiered = there.filter((record) => record.component === component);
            const base = tiered.find(({ threshold }) => threshold === undefined);
            return base === undefined ? "–" : `${quote(base)}${tiered.length > 1 ? "+" : ""}`;
          }),
        ];
      }),
      width,
    ),
  ].join("\n");
}
