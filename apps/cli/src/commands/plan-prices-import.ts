import { checkList, loadInfrastructure } from "@headgate/planner";
import { defineCommand } from "citty";
import { checkOption } from "../command-line/check-arguments.ts";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { dataDirectoryPath, prepareDataDirectory } from "../management/data-directory.ts";
import { infrastructureFolder } from "../plan/infrastructure-folder.ts";
import { type ListKind, listKinds, readList } from "../plan/read-list.ts";
import { renderLists } from "../plan/render-lists.ts";
import { keepLists } from "../plan/write-lists.ts";
import { readPriceDay } from "../prices/price-day.ts";

/** `headgate plan prices import LIST FILE` */
export const planPricesImportCommand = defineCommand({
  meta: {
    name: "import",
    description:
      "Takes prices of machines from a list that you have, checked. Shows what differs; writes only with --apply.",
  },
  args: {
    list: {
      type: "positional",
      required: true,
      description: `Which kind of list: ${listKinds.join(", ")}`,
    },
    file: { type: "positional", required: true, description: "The list" },
    day: {
      type: "string",
      required: true,
      valueHint: "DAY",
      description: "The day of which the list speaks: a price without one has no age",
    },
    provider: {
      type: "string",
      valueHint: "NAME",
      description: "Whose list it is, of a SkyPilot list",
    },
    region: {
      type: "string",
      valueHint: "REGION",
      default: "us-east-1",
      description: "Of which region its prices are, of an FMBench list",
    },
    source: {
      type: "string",
      valueHint: "URL",
      description: "Where the list came from; its file name unless said",
    },
    apply: { type: "boolean", description: "Write the prices into the data directory" },
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    checkOption("LIST", args.list, listKinds);
    const day = readPriceDay(args.day, Date.now(), "--day");
    const { provider, region } = args;
    const reading = readList(args.list as ListKind, args.file, { provider, region });
    const folder = infrastructureFolder(args.data, process.env);
    const source = args.source ?? args.file;
    const checked = checkList(reading, loadInfrastructure(folder), { url: source, day });
    if (args.apply === true) await prepareDataDirectory(dataDirectoryPath(args.data, process.env));
    const kept = await keepLists({
      list: args.list,
      source,
      day,
      checked,
      folder: args.apply === true ? folder : undefined,
    });
    if (args.json) printJson(kept);
    else print(renderLists(kept, tableWidth()));
    return kept.taken === 0 ? exitCodes.finding : exitCodes.done;
  },
});
