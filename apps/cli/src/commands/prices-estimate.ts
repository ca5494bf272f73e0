import {
  counted,
  type EstimateResponse,
  type EstimateRow,
  HeadgateError,
  type PriceScope,
  type PriceTier,
  priceScopes,
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
import { ownTerms } from "../prices/own-terms.ts";
import { readPriceDay } from "../prices/price-day.ts";
import { unknownModelText } from "../prices/unknown-model.ts";

const MOST_CALLS = 1_000_000_000_000;

/** `headgate prices estimate MODELS` */
export const pricesEstimateCommand = defineCommand({
  meta: {
    name: "estimate",
    description:
      "What calls would cost, models side by side: by the overlays of headgate.yaml where it lies here, with list prices beside. Ends with 1 when a cost is not known.",
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
    calls: { type: "string", valueHint: "N", description: "How many such calls; 1 unless said" },
    tier: {
      type: "enum",
      options: [...priceTiers],
      default: "standard",
      valueHint: "TIER",
      description: `Service tier: ${priceTiers.join(", ")}`,
    },
    batch: { type: "boolean", description: "The same as --tier batch" },
    scope: {
      type: "enum",
      options: [...priceScopes],
      valueHint: "SCOPE",
      description: `Where the calls may be served: ${priceScopes.join(", ")}`,
    },
    region: {
      type: "string",
      valueHint: "REGION",
      description: "Their region, or with --scope geo their geography: eu-west-1, eu",
    },
    config: {
      type: "string",
      valueHint: "FILE",
      description: "Configuration file with your overlays; ./headgate.yaml unless said",
    },
    overlays: {
      type: "boolean",
      default: true,
      negativeDescription: "List prices only, whatever headgate.yaml says",
    },
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
    if (!args.overlays && args.config !== undefined) {
      throw new HeadgateError(
        "command_invalid",
        "--config and --no-overlays contradict each other.",
      );
    }
    const result = await estimate(book, {
      models: readModels(args.models),
      tier: args.batch === true ? "batch" : readTier(args.tier),
      scope: readScope(args.scope),
      region: args.region,
      at,
      own: args.overlays ? await ownTerms(args.config, process.env, process.cwd()) : undefined,
      file: args.file,
      calls: readWholeNumber("--calls", args.calls, { min: 1, max: MOST_CALLS }),
      flags: {
        input: args.input,
        cached: args.cached,
        "cache-write": args["cache-write"],
        output: args.output,
        reasoning: args.reasoning,
      },
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

function readScope(text: string | undefined): PriceScope | undefined {
  if (text === undefined) return undefined;
  checkOption("--scope", text, priceScopes);
  return text as PriceScope;
}

/** One line a model, cheapest first; what is not known stands last. */
export function renderEstimate(result: EstimateResponse, width: number): string {
  const usage = usageComponents.flatMap((component) => {
    const quantity = result.usage[component];
    return quantity === undefined ? [] : [`${showCount(quantity)} ${component}`];
  });
  const rows = result.rows.toSorted(cheapestFirst);
  const reasons = rows.flatMap((row) =>
    row.reason === null || row.provider === null
      ? []
      : [`${row.provider}/${row.model}: ${row.reason}`],
  );
  const overlays = [...new Set(rows.flatMap((row) => row.overlays))];
  return [
    `${counted(result.calls, "call")}, ${whereText(result)}, at ${overlays.length === 0 ? "list " : ""}prices of ${result.at}: ${usage.join(", ")}`,
    ...termsText(result, overlays),
    ...(result.usage_note === null ? [] : [result.usage_note]),
    "",
    renderTable(
      [
        { title: "model" },
        { title: "provider" },
        { title: "USD", align: "right" },
        { title: "USD a call", align: "right" },
        ...(overlays.length === 0 ? [] : [{ title: "list USD", align: "right" } as const]),
        { title: "confidence" },
        { title: "calls without a price", align: "right" },
      ],
      rows.map((row) => [
        row.model ?? row.asked,
        row.provider ?? "–",
        costText(row.effective_cost, row),
        perCallText(row),
        ...(overlays.length === 0 ? [] : [costText(row.list_cost, row)]),
        row.confidence,
        showCount(row.unpriced_calls),
      ]),
      width,
    ),
    ...(reasons.length === 0 ? [] : ["", ...new Set(reasons)]),
  ].join("\n");
}

const whereText = ({ tier, scope, region }: EstimateResponse): string =>
  [tier, scope, region].filter((word) => word !== null).join(", ");

/** Whose terms the costs have, where a configuration was read. */
function termsText(
  { terms, rows }: EstimateResponse,
  overlays: readonly string[],
): readonly string[] {
  if (terms === null) return [];
  if (overlays.length === 0) return [`None of the overlays of ${terms} acts here.`];
  const without = rows.filter((row) => row.list_cost !== null && row.overlays.length === 0).length;
  const rest = without === 0 ? "" : `; ${without} of ${rows.length} models are at list prices`;
  return [`By your overlays ${overlays.join(", ")} (${terms})${rest}.`];
}

const cheapestFirst = (left: EstimateRow, right: EstimateRow): number => {
  if (left.effective_cost === null || right.effective_cost === null) {
    return Number(left.effective_cost === null) - Number(right.effective_cost === null);
  }
  const [one, other] = [parseDollars(left.effective_cost), parseDollars(right.effective_cost)];
  return one < other ? -1 : one > other ? 1 : 0;
};

/** A sum that leaves calls out is a lower bound. */
const costText = (cost: string | null, { unpriced_calls }: EstimateRow): string =>
  cost === null
    ? "unknown"
    : `${unpriced_calls > 0 ? "≥ " : ""}${displayDollarsCompact(parseDollars(cost))}`;

const perCallText = ({ effective_cost, calls, unpriced_calls }: EstimateRow): string =>
  effective_cost === null
    ? "unknown"
    : displayDollarsCompact(
        divideRounded(parseDollars(effective_cost), BigInt(calls - unpriced_calls), 1n),
      );
