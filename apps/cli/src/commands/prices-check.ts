import { counted, HeadgateError, type PriceCheckResult } from "@headgate/contract";
import { checkPrices, loadOwnPriceBook, readPriceFolder } from "@headgate/pricing";
import { defineCommand } from "citty";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { priceFolder } from "../prices/own-price-book.ts";
import { readPriceDay } from "../prices/price-day.ts";

/** `headgate prices check` */
export const pricesCheckCommand = defineCommand({
  meta: {
    name: "check",
    description:
      "Holds the price book, imported and own prices too, against bounds and ratios. Ends with 1 when a price cannot be right.",
  },
  args: {
    at: {
      type: "string",
      valueHint: "DAY",
      description: "Prices as they hold on this day; today unless said",
    },
    ...dataArgument,
    ...jsonArgument,
  },
  run: ({ args }) => {
    const at = readPriceDay(args.at, Date.now());
    const result = check(priceFolder(args.data, process.env), at);
    if (args.json) printJson(result);
    else print(renderCheck(result));
    return result.findings.length === 0 ? exitCodes.done : exitCodes.finding;
  },
});

/** A file that cannot be used is a finding too: this command is there to find it. */
function check(folder: string, at: string): PriceCheckResult {
  try {
    const files = readPriceFolder(folder).map(({ name }) => name);
    const book = loadOwnPriceBook(folder);
    const findings = checkPrices(book, { at }).map(({ point, code, reason }) => ({
      record: point.id,
      code,
      reason,
    }));
    return { at, records: book.records.length, files, findings };
  } catch (error) {
    if (!(error instanceof HeadgateError) || error.code !== "price_file_invalid") throw error;
    const finding = { record: folder, code: error.code, reason: error.message };
    return { at, records: 0, files: [], findings: [finding] };
  }
}

export const renderCheck = ({ at, records, files, findings }: PriceCheckResult): string =>
  [
    `${counted(records, "price record")}, as ${records === 1 ? "it holds" : "they hold"} on ${at}`,
    ...files.map((name) => `with ${name}`),
    "",
    ...(findings.length === 0
      ? ["No price is out of bounds."]
      : findings.map(({ record, code, reason }) => `${code}: ${record}: ${reason}`)),
  ].join("\n");
