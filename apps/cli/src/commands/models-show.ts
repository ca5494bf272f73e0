import type { CatalogueModel } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument } from "../command-line/command.ts";
import { renderTable } from "../command-line/render-table.ts";
import { colors, print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { byText, dollarsText, factRows } from "../models/model-text.ts";
import { ownModels, ownModelsArguments } from "../models/own-models.ts";
import { unknownModelText } from "../prices/unknown-model.ts";

/** `headgate models show MODEL` */
export const modelsShowCommand = defineCommand({
  meta: {
    name: "show",
    description:
      "Every known fact of a model, whose word it is and when it was read. Ends with 1 when there is no such model.",
  },
  args: {
    model: {
      type: "positional",
      required: true,
      description: "A model by any of its names, or as provider/model",
    },
    ...ownModelsArguments,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { book, found } = await ownModels(args, { model: args.model });
    if (args.json) printJson(found);
    else if (found.models.length > 0)
      print(found.models.map((model) => renderModel(model, tableWidth())).join("\n\n"));
    if (found.models.length > 0) return exitCodes.done;
    talk(unknownModelText(book, args.model, found.at));
    return exitCodes.finding;
  },
});

/** A model's tier with its reason, its price, and its facts with their sources. */
export function renderModel(model: CatalogueModel, width: number): string {
  const { price_per_million: price, disagreements } = model;
  const facts = factRows(model);
  const urls = new Set(Object.values(model.sources).flatMap(({ url }) => url ?? []));
  return [
    `${colors.bold(model.model)} (${model.provider})`,
    `Tier ${model.tier ?? "not known"}: ${model.tier_reason}`,
    `List price of 1M tokens: input ${dollarsText(price.input)}, cache read ${dollarsText(price.cache_read)}, output ${dollarsText(price.output)} (${price.confidence})`,
    "",
    facts.length === 0
      ? "Nothing is known of what it can do. State it under catalogue: in headgate.yaml."
      : renderTable(
          [{ title: "fact" }, { title: "value" }, { title: "by" }, { title: "read" }],
          facts,
          width,
        ),
    ...(disagreements.length === 0 ? [] : ["", "Others say:"]),
    ...disagreements.map(({ fact, value, source }) => `  ${fact} ${value}: ${byText(source)}`),
    ...(urls.size === 0 ? [] : [""]),
    ...[...urls].map((url) => `Source: ${url}`),
  ].join("\n");
}
