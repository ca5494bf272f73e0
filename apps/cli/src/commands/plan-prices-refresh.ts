import { HeadgateError } from "@headgate/contract";
import { checkList, loadInfrastructure, readAwsPriceList } from "@headgate/planner";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { dataArgument, exitCodes, jsonArgument } from "../command-line/command.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { dataDirectoryPath, prepareDataDirectory } from "../management/data-directory.ts";
import { infrastructureFolder } from "../plan/infrastructure-folder.ts";
import { renderLists } from "../plan/render-lists.ts";
import { keepLists } from "../plan/write-lists.ts";
import { readPriceDay } from "../prices/price-day.ts";

const MOST_MACHINES = 300;
const PROGRESS_EVERY = 20;

/** `headgate plan prices refresh` */
export const planPricesRefreshCommand = defineCommand({
  meta: {
    name: "refresh",
    description:
      "Asks AWS's price list for the hours of machines, with your credentials (pricing:GetProducts). Shows what differs; writes only with --apply.",
  },
  args: {
    region: {
      type: "string",
      valueHint: "REGION",
      default: "us-east-1",
      description: "Of which region the prices are asked for",
    },
    machine: {
      type: "string",
      valueHint: "MACHINE",
      description: "Only this machine, such as g5.xlarge; may be given several times",
    },
    "aws-endpoint": {
      type: "string",
      valueHint: "URL",
      description: "Where AWS's price list is; AWS's own address unless said",
    },
    apply: { type: "boolean", description: "Write the prices into the data directory" },
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const folder = infrastructureFolder(args.data, process.env);
    const book = loadInfrastructure(folder);
    const named = repeatedValues(rawArgs, "machine");
    const ours = [...book.machines.values()].filter(({ provider }) => provider === "aws");
    const skus = named.length > 0 ? named : ours.map(({ sku }) => sku);
    if (skus.length > MOST_MACHINES)
      throw new HeadgateError(
        "command_invalid",
        `At most ${MOST_MACHINES} machines are asked for at once: name some with --machine.`,
      );
    // Loaded where it is needed: AWS's client takes its time.
    const { askAwsPrices } = await import("../plan/ask-aws-prices.ts");
    const products = await askAwsPrices({
      skus,
      region: args.region,
      endpoint: args["aws-endpoint"],
      progress: (done) => {
        if (done % PROGRESS_EVERY === 0) talk(`${done} of ${skus.length} machines asked for`);
      },
    });
    const day = readPriceDay(undefined, Date.now());
    const source = "AWS's price list, pricing:GetProducts";
    const checked = checkList(readAwsPriceList(products), book, { url: source, day });
    if (args.apply === true) await prepareDataDirectory(dataDirectoryPath(args.data, process.env));
    const kept = await keepLists({
      list: `aws-${args.region}`,
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
