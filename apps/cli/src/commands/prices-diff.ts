import { counted, HeadgateError, type PriceDiffResult } from "@headgate/contract";
import {
  type CatalogueReading,
  disagreementsOf,
  type PriceBook,
  readKeptCatalogues,
} from "@headgate/pricing";
import { defineCommand } from "citty";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import { readPair } from "../command-line/read-pair.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { ownPriceBook, priceFolder } from "../prices/own-price-book.ts";
import { readPriceDay } from "../prices/price-day.ts";
import { readCatalogueFiles, readCatalogueKind } from "../prices/read-catalogue-files.ts";
import {
  catalogueLines,
  refusalLine,
  renderDisagreements,
} from "../prices/render-disagreements.ts";

/** `headgate prices diff [CATALOGUE=FILE…]` */
export const pricesDiffCommand = defineCommand({
  meta: {
    name: "diff",
    description:
      "Where catalogues disagree with the price book and with each other. Ends with 1 when they do. Nobody is outvoted: catalogues copy each other's mistakes.",
  },
  args: {
    catalogues: {
      type: "positional",
      required: false,
      valueHint: "CATALOGUE=FILE…",
      description:
        "Catalogues with their file, archive or folder, e.g. litellm=prices.json; those that were imported unless said",
    },
    provider: { type: "string", valueHint: "NAME", description: "Only this provider's prices" },
    model: { type: "string", valueHint: "MODEL", description: "Only this model's prices" },
    at: {
      type: "string",
      valueHint: "DAY",
      description: "The day of the files, and whose prices are compared; today unless said",
    },
    missing: { type: "boolean", description: "Also list prices that only catalogues have" },
    limit: { type: "string", valueHint: "N", default: "50", description: "Rows at most" },
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const day = readPriceDay(args.at, Date.now());
    const limit = readWholeNumber("--limit", args.limit, { min: 1, max: 100_000 });
    const book = ownPriceBook(args.data, process.env);
    const readings =
      args._.length === 0
        ? readKeptCatalogues(priceFolder(args.data, process.env))
        : await readAll(args._, day, book);
    const found = disagreementsOf(book, readings, {
      ...(args.provider === undefined ? {} : { provider: args.provider }),
      ...(args.model === undefined ? {} : { model: args.model }),
      ...(args.at === undefined ? {} : { day }),
    });
    const result: PriceDiffResult = {
      ...found,
      refused: readings.flatMap(({ refused }) =>
        refused.map(({ catalogue, at, code, reason }) => ({ catalogue, at, code, reason })),
      ),
    };
    if (args.json) printJson(result);
    else
      print(renderDiff(result, { withMissing: args.missing === true, limit, width: tableWidth() }));
    if (readings.length === 0) {
      talk("No catalogue was named, and none was imported: headgate prices import --help.");
    }
    const differs = result.disagreements.some(({ kind }) => kind === "differs");
    return differs ? exitCodes.finding : exitCodes.done;
  },
});

async function readAll(
  words: readonly string[],
  day: string,
  book: PriceBook,
): Promise<readonly CatalogueReading[]> {
  const paths = new Map<string, string[]>();
  for (const word of words) {
    const [kind, path] = readPair("CATALOGUE=FILE", word);
    if (path === "") throw new HeadgateError("command_invalid", `${kind}= names no file.`);
    paths.set(kind, [...(paths.get(kind) ?? []), path]);
  }
  return Promise.all(
    [...paths].map(([kind, files]) =>
      readCatalogueFiles({ kind: readCatalogueKind(kind), paths: files, day }, book),
    ),
  );
}

type DiffView = Readonly<{ withMissing: boolean; limit: number | undefined; width: number }>;

/** How much book and catalogues agree, and a line for each price of which they do not. */
export function renderDiff(result: PriceDiffResult, view: DiffView): string {
  const { disagreements, catalogues, agreed } = result;
  const differing = disagreements.filter(({ kind }) => kind === "differs");
  const shown = view.withMissing ? disagreements : differing;
  const rows = shown.slice(0, view.limit);
  return [
    ...catalogueLines(catalogues),
    ...(catalogues.length === 0 ? [] : [""]),
    `Agreed          ${counted(agreed, "price")}`,
    `Differing       ${differing.length}`,
    `Not in the book ${disagreements.length - differing.length}`,
    ...refusalLine(result.refused),
    ...(rows.length === 0 ? [] : ["", renderDisagreements(rows, catalogues, view.width)]),
    ...(shown.length === rows.length
      ? []
      : [`… and ${shown.length - rows.length} more: raise --limit to see them.`]),
  ].join("\n");
}
