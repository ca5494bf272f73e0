import type { PriceRecord, PricesResponse } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument } from "../command-line/command.ts";
import { nearest } from "../command-line/nearest.ts";
import { renderTable } from "../command-line/render-table.ts";
import { colors, print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { quote } from "../prices/per-million.ts";
import { readPriceDay } from "../prices/price-day.ts";

/** `headgate prices show [MODEL]` */
export const pricesShowCommand = defineCommand({
  meta: {
    name: "show",
    description: "Every price record of a model, with its source. Ends with 1 when there is none.",
  },
  args: {
    model: {
      type: "positional",
      required: false,
      description: "A model or its alias; all unless said",
    },
    provider: { type: "string", valueHint: "NAME", description: "Only this provider's models" },
    at: {
      type: "string",
      valueHint: "DAY",
      description: "Prices as they hold on this day; today unless said",
    },
    ...jsonArgument,
  },
  run: ({ args }) => {
    const at = readPriceDay(args.at, Date.now());
    const book = loadPriceBook();
    const provider = args.provider === undefined ? {} : { provider: args.provider };
    const models = book.list({
      at,
      ...provider,
      ...(args.model === undefined ? {} : { model: args.model }),
    });
    if (args.json) printJson({ at, models });
    else if (models.length > 0) print(renderPrices({ at, models }, tableWidth()));
    if (models.length > 0) return exitCodes.done;
    const names = book
      .list({ at, ...provider })
      .flatMap(({ model, aliases }) => [model, ...aliases]);
    const meant = args.model === undefined ? undefined : nearest(args.model, names);
    talk(
      `The price book has no price${args.model === undefined ? "" : ` for ${args.model}`} on ${at}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
    );
    return exitCodes.finding;
  },
});

/** Each model with its records: the price for a million tokens, or for what it is sold by. */
export function renderPrices({ at, models }: PricesResponse, width: number): string {
  return models
    .map((model) =>
      [
        `${colors.bold(model.model)} (${model.provider}) on ${at}${model.aliases.length === 0 ? "" : `, also ${model.aliases.join(", ")}`}`,
        "",
        renderTable(
          [
            { title: "component" },
            { title: "USD, tokens per 1M", align: "right" },
            { title: "tier" },
            { title: "scope" },
            { title: "holds" },
            { title: "since" },
            { title: "confidence" },
          ],
          model.records.map((record) => [
            record.component,
            quote(record),
            record.tier,
            record.scope,
            thresholdText(record),
            `${record.valid_from}${record.valid_to === undefined ? "" : ` to ${record.valid_to}`}`,
            record.confidence,
          ]),
          width,
        ),
        "",
        ...[...new Set(model.records.map(sourceText))],
      ].join("\n"),
    )
    .join("\n\n");
}

const thresholdText = ({ threshold }: PriceRecord): string =>
  threshold === undefined
    ? "always"
    : `above ${threshold.above_input_tokens.toLocaleString("en-US")} tokens in, ${threshold.applies_to === "whole_call" ? "whole call" : "the part above"}`;

const sourceText = ({ source }: PriceRecord): string =>
  `Source: ${source.url}, read ${source.read_at}`;
