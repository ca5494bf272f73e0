import { type ModelsResponse, modelTiers } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { renderTable } from "../command-line/render-table.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { abilitiesText, dollarsText, NOT_KNOWN, tokensText } from "../models/model-text.ts";
import { ownModels, ownModelsArguments } from "../models/own-models.ts";

/** `headgate models list` */
export const modelsListCommand = defineCommand({
  meta: {
    name: "list",
    description: "Models with tier, limits, list price of 1M tokens and what they can do.",
  },
  args: {
    provider: { type: "string", valueHint: "NAME", description: "Only this provider's models" },
    tier: {
      type: "enum",
      options: [...modelTiers],
      valueHint: "TIER",
      description: `Only this tier: ${modelTiers.join(", ")}`,
    },
    can: {
      type: "string",
      valueHint: "FACT",
      description: "Only models that are stated to do this, e.g. tools, input.image, batch",
    },
    ...ownModelsArguments,
    ...csvArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { found } = await ownModels(args, {
      ...(args.provider !== undefined && { provider: args.provider }),
      ...(args.tier !== undefined && { tier: args.tier }),
      ...(args.can !== undefined && { can: args.can }),
    });
    if (args.json) printJson(found);
    else if (args.csv) printCsv("/api/models", found);
    else print(renderModels(found, tableWidth()));
    return found.models.length === 0 ? exitCodes.finding : exitCodes.done;
  },
});

/** One line a model; what nobody states is `–`. */
export function renderModels(found: ModelsResponse, width: number): string {
  const { models, at, without_facts, faults } = found;
  const notes = [
    `${without_facts.toLocaleString("en-US")} more models have a price, and nothing is known of what they can do.`,
    ...faults,
  ];
  if (models.length === 0) return ["No model of the catalogue fits.", ...notes].join("\n");
  return [
    `Models on ${at}, list prices in US dollars for 1M tokens`,
    "",
    renderTable(
      [
        { title: "model" },
        { title: "provider" },
        { title: "tier" },
        { title: "prompt", align: "right" },
        { title: "answer", align: "right" },
        { title: "input", align: "right" },
        { title: "output", align: "right" },
        { title: "can" },
      ],
      models.map(({ model, provider, tier, facts, price_per_million: price }) => [
        model,
        provider,
        tier ?? NOT_KNOWN,
        tokensText(facts.max_input_tokens ?? facts.context_window),
        tokensText(facts.max_output_tokens),
        dollarsText(price.input),
        dollarsText(price.output),
        abilitiesText(facts),
      ]),
      width,
    ),
    "",
    ...notes,
  ].join("\n");
}
