import { counted, HeadgateError, type PriceImportResult } from "@headgate/contract";
import { catalogueKinds } from "@headgate/pricing";
import { defineCommand } from "citty";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { dataDirectoryPath, prepareDataDirectory } from "../management/data-directory.ts";
import { importCatalogue } from "../prices/import-catalogue.ts";
import { ownPriceBook, priceFolder } from "../prices/own-price-book.ts";
import { readPriceDay } from "../prices/price-day.ts";
import { readCatalogueFiles, readCatalogueKind } from "../prices/read-catalogue-files.ts";
import {
  catalogueLines,
  refusalLine,
  renderDisagreements,
} from "../prices/render-disagreements.ts";

const REFUSALS_SHOWN = 20;
const DIFFERENCES_SHOWN = 20;

/** `headgate prices import CATALOGUE FILE…` */
export const pricesImportCommand = defineCommand({
  meta: {
    name: "import",
    description:
      "Takes prices that the book lacks from a third-party catalogue, checked. Shows what would change; writes only with --apply.",
  },
  args: {
    catalogue: {
      type: "positional",
      required: true,
      description: `Which catalogue: ${catalogueKinds.join(", ")}`,
    },
    files: {
      type: "positional",
      required: true,
      valueHint: "FILE…",
      description: "Its files, archives of them, or folders",
    },
    day: {
      type: "string",
      valueHint: "DAY",
      description: "The day on which the catalogue was as in the files; today unless said",
    },
    "valid-from": {
      type: "string",
      valueHint: "DAY",
      description:
        "Since when you know the prices to hold, where the catalogue does not say; its day unless said",
    },
    source: {
      type: "string",
      valueHint: "URL",
      description: "Where the files came from; where the catalogue is published unless said",
    },
    provider: { type: "string", valueHint: "NAME", description: "Only this provider's prices" },
    model: { type: "string", valueHint: "MODEL", description: "Only this model's prices" },
    replace: {
      type: "boolean",
      description: "Also take prices of which the book says something else",
    },
    apply: { type: "boolean", description: "Write the new prices into the data directory" },
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const today = readPriceDay(undefined, Date.now());
    const day = readPriceDay(args.day, Date.now(), "--day");
    const validFrom = args["valid-from"];
    if (validFrom !== undefined) readPriceDay(validFrom, Date.now(), "--valid-from");
    if (day > today || (validFrom !== undefined && validFrom > day)) {
      throw new HeadgateError(
        "command_invalid",
        "--valid-from is after --day, or --day is to come.",
      );
    }
    if (args.source !== undefined && !URL.canParse(args.source)) {
      throw new HeadgateError("command_invalid", `--source is an address; not "${args.source}".`);
    }
    const kind = readCatalogueKind(args.catalogue);
    const book = ownPriceBook(args.data, process.env);
    if (args.apply === true) {
      await prepareDataDirectory(dataDirectoryPath(args.data, process.env));
    }
    const result = await importCatalogue({
      reading: await readCatalogueFiles(
        { kind, paths: args._.slice(1), day, url: args.source },
        book,
      ),
      book,
      folder: priceFolder(args.data, process.env),
      provider: args.provider,
      model: args.model,
      validFrom,
      replace: args.replace === true,
      apply: args.apply === true,
      today,
    });
    if (args.json) printJson(result);
    else print(renderImport(result, tableWidth()));
    return exitCodes.done;
  },
});

/** What an import adds, what it leaves, and what it refused. */
export function renderImport(result: PriceImportResult, width: number): string {
  const { landing, differing, refused } = result;
  const source = [{ catalogue: result.catalogue, url: result.url, day: result.day }];
  const shownRefusals = refused.slice(0, REFUSALS_SHOWN);
  const prices = landing.reduce((count, row) => count + row.prices, 0);
  return [
    ...catalogueLines(source),
    "",
    `Candidates      ${counted(result.candidates, "price")} passed the checks`,
    `Agreed          ${counted(result.agreed, "is", "are")} in the book already`,
    `New             ${showCount(prices)}${result.replaced ? ", those that differ from the book among them" : ""}`,
    `Differing       ${showCount(differing.length)}${result.replaced ? ", replaced" : differing.length > 0 ? ", left as the book has them (--replace takes them)" : ""}`,
    ...(result.other_days === 0
      ? []
      : [
          `Other days      ${counted(result.other_days, "does", "do")} not hold on ${result.day}: left`,
        ]),
    ...refusalLine(refused),
    ...(landing.length === 0
      ? []
      : [
          "",
          renderTable(
            [
              { title: "provider" },
              { title: "models", align: "right" },
              { title: "new prices", align: "right" },
            ],
            landing.map((row) => [row.provider, showCount(row.models), showCount(row.prices)]),
            width,
          ),
        ]),
    ...(differing.length === 0
      ? []
      : ["", renderDisagreements(differing.slice(0, DIFFERENCES_SHOWN), source, width)]),
    ...moreLine(differing.length - DIFFERENCES_SHOWN),
    ...(refused.length === 0
      ? []
      : ["", ...shownRefusals.map(({ at, code, reason }) => `${code}: ${at}: ${reason}`)]),
    ...moreLine(refused.length - REFUSALS_SHOWN),
    "",
    conclusion(result, prices),
  ].join("\n");
}

const moreLine = (more: number): string[] =>
  more > 0 ? [`… and ${showCount(more)} more: --json has them all.`] : [];

function conclusion({ applied, folder }: PriceImportResult, prices: number): string {
  if (!applied) {
    return prices === 0
      ? "There is nothing to add."
      : "Nothing was written. Give --apply to add the new prices to the data directory.";
  }
  return folder === null
    ? "There was nothing to add; what the catalogue says is kept for prices diff."
    : `Written to ${folder}. A running Headgate reads it within a second; headgate prices rerate prices history again.`;
}
