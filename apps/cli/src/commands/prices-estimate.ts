import {
  type EstimateResponse,
  type EstimateRow,
  HeadgateError,
  type PriceTier,
  priceTiers,
  usageComponents,
} from "@headgate/contract";
import { displayDollarsCompact, divideRounded, parseDollars } from "@headgate/money";
import { defineCommand } from "citty";
import { checkOption } from "../command-line/check-arguments.ts";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { estimate } from "../prices/estimate.ts";
import { ownPriceBook } from "../prices/own-price-book.ts";
import { readPriceDay } from "../prices/price-day.ts";
import { unknownModelText } from "../prices/unknown-model.ts";

const MOST_CALLS = 1_000_000_000_000;

/** `headgate prices estimate MODELS` */
export const pricesEstimateCommand = defineCommand({
  meta: {
    name: "estimate",
    description:
      "What calls would cost at list prices, models side by side. Ends with 1 when a cost is not known.",
  },
  args: {
    models: {
      type: "positional",
      required: true,
      description: "Models by any of their names, or as provider/model, with commas between them",
    },
    input: { type: "string", valueHint: "N", description: "Tokens of the prompt, cached ones too" },
    cached: {
      type: "string",
      valueHint: "N",
      description: "Of these, tokens read from the cache: a number, or a share such as 80%",
    },
    "cache-write": {
      type: "string",
      valueHint: "N",
      description: "Of these, tokens written to the cache",
    },
    output: { type: "string", valueHint: "N", description: "Tokens of the answer" },
    reasoning: { type: "string", valueHint: "N", description: "Tokens of reasoning, beside these" },
    file: {
      type: "string",
      valueHint: "FILE",
      description:
        "A prompt whose tokens are counted (text, or a request body as .json), or calls as .csv",
    },
    calls: { type: "string", valueHint: "N", default: "1", description: "How many such calls" },
    tier: {
      type: "enum",
      options: [...priceTiers],
      default: "standard",
      valueHint: "TIER",
      description: `Service tier: ${priceTiers.join(", ")}`,
    },
    batch: { type: "boolean", description: "The same as --tier batch" },
    at: {
      type: "string",
      valueHint: "DAY",
      description: "Prices as they hold on this day; today unless said",
    },
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const at = readPriceDay(args.at, Date.now());
    const book = ownPriceBook(args.data, process.env);
    const result = await estimate(book, {
      models: readModels(args.models),
      tier: args.batch === true ? "batch" : readTier(args.tier),
      at,
      file: args.file,
      calls: readWholeNumber("--calls", args.calls, { min: 1, max: MOST_CALLS }) ?? 1,
      flags: args,
    });
    if (args.json) printJson(result);
    else print(renderEstimate(result, tableWidth()));
    for (const { asked, provider } of result.rows) {
      if (provider === null) talk(unknownModelText(book, asked, at));
    }
    const isKnown = result.rows.every((row) => row.unpriced_calls === 0);
    return isKnown ? exitCodes.done : exitCodes.finding;
  },
});

function readModels(text: string): readonly string[] {
  const models = text.split(",").map((name) => name.trim());
  if (models.every((name) => name !== "")) return [...new Set(models)];
  throw new HeadgateError("command_invalid", "MODELS are names with commas between them.");
}

function readTier(text: string): PriceTier {
  checkOption("--tier", text, priceTiers);
  return text as PriceTier;
}

/** One line a model, cheapest first; what is not known stands last. */
export function renderEstimate(result: EstimateResponse, width: number): string {
  const usage = usageComponents.flatMap((component) => {
    const quantity = result.usage[component];
    return quantity === undefined ? [] : [`${showCount(quantity)} ${component}`];
  });
  const rows = result.rows.toSorted(cheapestFirst);
  const reasons = rows.flatMap((row) =>
    row.reason === null || row.provider === null ? [] : [`${row.model}: ${row.reason}`],
  );
  return [
    `${showCount(result.calls)} ${result.calls === 1 ? "call" : "calls"}, ${result.tier}, at list prices of ${result.at}: ${usage.join(", ")}`,
    ...(result.usage_note === null ? [] : [result.usage_note]),
    "",
    renderTable(
      [
        { title: "model" },
        { title: "provider" },
        { title: "USD", align: "right" },
        { title: "USD a call", align: "right" },
        { title: "confidence" },
        { title: "calls without a price", align: "right" },
      ],
      rows.map((row) => [
        row.model ?? row.asked,
        row.provider ?? "–",
        costText(row),
        perCallText(row),
        row.confidence,
        showCount(row.unpriced_calls),
      ]),
      width,
    ),
    ...(reasons.length === 0 ? [] : ["", ...new Set(reasons)]),
  ].join("\n");
}

const cheapestFirst = (left: EstimateRow, right: EstimateRow): number => {
  if (left.list_cost === null || right.list_cost === null) {
    return Number(left.list_cost === null) - Number(right.list_cost === null);
  }
  const [one, other] = [parseDollars(left.list_cost), parseDollars(right.list_cost)];
  return one < other ? -1 : one > other ? 1 : 0;
};

/** A sum that leaves calls out is a lower bound. */
const costText = ({ list_cost, unpriced_calls }: EstimateRow): string =>
  list_cost === null
    ? "unknown"
    : `${unpriced_calls > 0 ? "≥ " : ""}${displayDollarsCompact(parseDollars(list_cost))}`;

const perCallText = ({ list_cost, calls, unpriced_calls }: EstimateRow): string =>
  list_cost === null
    ? "unknown"
    : displayDollarsCompact(
        divideRounded(parseDollars(list_cost), BigInt(calls - unpriced_calls), 1n),
      );
