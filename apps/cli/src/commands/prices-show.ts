import { type PricesResponse, priceScopes, priceTiers } from "@headgate/contract";
import { modelsNamed } from "@headgate/pricing";
import { defineCommand } from "citty";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { renderTable } from "../command-line/render-table.ts";
import { colors, print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { ownPriceBook } from "../prices/own-price-book.ts";
import { quote } from "../prices/per-million.ts";
import { readPriceDay } from "../prices/price-day.ts";
import { conditionText, placeText, sourceText } from "../prices/record-text.ts";
import { unknownModelText } from "../prices/unknown-model.ts";

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
      description: "A model by any of its names, or as provider/model; all unless said",
    },
    provider: { type: "string", valueHint: "NAME", description: "Only this provider's models" },
    at: {
      type: "string",
      valueHint: "DAY",
      description: "Prices as they hold on this day; today unless said",
    },
    tier: {
      type: "enum",
      options: [...priceTiers],
      valueHint: "TIER",
      description: `Only this service tier: ${priceTiers.join(", ")}`,
    },
    scope: {
      type: "enum",
      options: [...priceScopes],
      valueHint: "SCOPE",
      description: `Only prices for this reach: ${priceScopes.join(", ")}`,
    },
    place: {
      type: "string",
      valueHint: "PLACE",
      description: "Only prices of this geography or region, e.g. eu or us-east-1",
    },
    ...dataArgument,
    ...jsonArgument,
  },
  run: ({ args }) => {
    const at = readPriceDay(args.at, Date.now());
    const book = ownPriceBook(args.data, process.env);
    const provider = args.provider === undefined ? {} : { provider: args.provider };
    const found =
      args.model === undefined
        ? book.list({ at, ...provider })
        : modelsNamed(book, args.model, { at, ...provider }).flatMap((model) =>
            book.list({ at, ...model }),
          );
    const models = found.flatMap((model) => {
      const records = model.records.filter(
        ({ tier, scope, place }) =>
          (args.tier === undefined || tier === args.tier) &&
          (args.place === undefined || place === args.place) &&
          (args.scope === undefined || scope === args.scope),
      );
      return records.length === 0 ? [] : [{ ...model, records }];
    });
    if (args.json) printJson({ at, models });
    else if (models.length > 0) print(renderPrices({ at, models }, tableWidth()));
    if (models.length > 0) return exitCodes.done;
    talk(
      found.length > 0
        ? `${args.model ?? "No model"} has no price of this tier, scope and place on ${at}.`
        : args.model === undefined
          ? `The price book has no price on ${at}.`
          : unknownModelText(book, args.model, at),
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
            placeText(record),
            conditionText(record),
            `${record.valid_from}${record.valid_to === undefined ? "" : ` to ${record.valid_to}`}`,
            record.confidence,
          ]),
          width,
        ),
        "",
        ...[...new Set(model.records.map((record) => `Source: ${sourceText(record)}`))],
      ].join("\n"),
    )
    .join("\n\n");
}
