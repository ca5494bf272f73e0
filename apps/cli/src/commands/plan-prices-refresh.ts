import { HeadgateError, type InfrastructureImport } from "@headgate/contract";
import {
  checkList,
  type ListReading,
  loadInfrastructure,
  readAwsPriceList,
  readOfferingRates,
  readSpotHistory,
} from "@headgate/planner";
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
      "Asks AWS for the hours of machines, with your credentials: its price list, rates of savings plans with --plans, spot with --spot. Shows what differs; writes only with --apply.",
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
      description: "Only this machine, such as ml.g5.xlarge; may be given several times",
    },
    plans: {
      type: "boolean",
      description: "Rates of savings plans, too (savingsplans:DescribeSavingsPlansOfferingRates)",
    },
    spot: { type: "boolean", description: "Spot prices, too (ec2:DescribeSpotPriceHistory)" },
    "aws-endpoint": {
      type: "string",
      valueHint: "URL",
      description: "Where AWS's services are; AWS's own addresses unless said",
    },
    apply: { type: "boolean", description: "Write the prices into the data directory" },
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const folder = infrastructureFolder(args.data, process.env);
    const book = loadInfrastructure(folder);
    const named = repeatedValues(rawArgs, "machine");
    const ours = [...book.machines.values()].filter(
      ({ provider }) => provider === "aws" || provider === "sagemaker",
    );
    const skus = named.length > 0 ? named : ours.map(({ sku }) => sku);
    const endpoint = args["aws-endpoint"];
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
      endpoint,
      progress: (done) => {
        if (done % PROGRESS_EVERY === 0) talk(`${done} of ${skus.length} machines asked for`);
      },
    });
    const nowMs = Date.now();
    const lists: AskedList[] = [
      {
        list: `aws-${args.region}`,
        source: "AWS's price list, pricing:GetProducts",
        reading: readAwsPriceList(products),
      },
    ];
    if (args.plans === true) {
      const { askOfferingRates } = await import("../plan/ask-offering-rates.ts");
      talk(`Rates of savings plans are asked for, of ${skus.length} machines`);
      lists.push({
        list: `aws-plans-${args.region}`,
        source: "AWS, savingsplans:DescribeSavingsPlansOfferingRates",
        reading: readOfferingRates(await askOfferingRates({ skus, region: args.region, endpoint })),
      });
    }
    if (args.spot === true) {
      const { askSpotHistory } = await import("../plan/ask-spot-history.ts");
      talk(`Spot prices are asked for, of ${skus.length} machines`);
      const points = await askSpotHistory({ skus, region: args.region, endpoint, nowMs });
      lists.push({
        list: `aws-spot-${args.region}`,
        source: "AWS, ec2:DescribeSpotPriceHistory; the dearest zone",
        reading: readSpotHistory(points, args.region),
      });
    }
    const day = readPriceDay(undefined, nowMs);
    if (args.apply === true) await prepareDataDirectory(dataDirectoryPath(args.data, process.env));
    const kept: InfrastructureImport[] = [];
    for (const { list, source, reading } of lists) {
      const checked = checkList(reading, book, { url: source, day });
      const to = args.apply === true ? folder : undefined;
      kept.push(await keepLists({ list, source, day, checked, folder: to }));
    }
    if (args.json) printJson(togetherOf(kept));
    else print(kept.map((one) => renderLists(one, tableWidth())).join("\n\n"));
    return kept.every(({ taken }) => taken === 0) ? exitCodes.finding : exitCodes.done;
  },
});

type AskedList = Readonly<{ list: string; source: string; reading: ListReading }>;

/** What several lists came to, in the form of one: that of the price list where it was asked for alone. */
function togetherOf(kept: readonly InfrastructureImport[]): InfrastructureImport {
  const [first, ...rest] = kept;
  if (first === undefined) throw new TypeError("a refresh asks for one list at least");
  if (rest.length === 0) return first;
  return {
    ...first,
    list: kept.map(({ list }) => list).join(", "),
    source: kept.map(({ source }) => source).join("; "),
    taken: kept.reduce((sum, { taken }) => sum + taken, 0),
    files: kept.flatMap(({ files }) => files),
    refused: kept.flatMap(({ refused }) => refused),
    disagreements: kept.flatMap(({ disagreements }) => disagreements),
  };
}
