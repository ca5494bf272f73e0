import { defineCommand } from "citty";
import {
  dataArgument,
  exitCodes,
  jsonArgument,
  timeZoneArgument,
  urlArgument,
} from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import {
  accountNamed,
  importArguments,
  readImportRange,
  sourceNamed,
} from "../imports/import-arguments.ts";
import { openImport } from "../imports/open-import.ts";
import { renderImport } from "../imports/render-import.ts";
import { runImportCommand } from "../imports/run-import-command.ts";
import { connectManagement } from "../management/gateway-address.ts";

const SALT_UNKNOWN =
  "What came again may be seen within this import alone: the salt of the Headgate that takes it is not known here. Where it sets history_salt, give its configuration with --config.";

/** `headgate import PATH…` */
export const importCommand = defineCommand({
  meta: {
    name: "import",
    description:
      "Takes in what there is already: bills, logs, traces, metrics. Loading the same again changes nothing. Ends with 1 when something that was meant could not be read, or nothing was recognised.",
  },
  args: {
    ...importArguments,
    "dry-run": { type: "boolean", description: "Read and count everything, keep nothing" },
    config: {
      type: "string",
      valueHint: "FILE",
      description:
        "Labels and discounts to go by where no Headgate runs; headgate.yaml here unless said",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const clock = { nowMs: Date.now(), timeZone: readTimeZone(args.tz) };
    const range = readImportRange(args, clock);
    const forced = sourceNamed(args.source);
    const account = accountNamed(args.account);
    const into = await openImport({
      api: connectManagement(args.url, process.env),
      isAddressGiven: args.url !== undefined,
      data: args.data,
      config: args.config,
      dryRun: args["dry-run"] === true,
      environment: process.env,
      workingDirectory: process.cwd(),
      onDirect: (root) => talk(`No running Headgate takes the import; the ledger of ${root} does.`),
      onSaltUnknown: () => {
        if (args.prompts) talk(SALT_UNKNOWN);
      },
    });
    const quiet = args.json === true;
    return runImportCommand(
      { paths: args._, forced, range, account, into, looksAtPrompts: args.prompts, quiet },
      ({ summary, hasUnreadable }) => {
        if (quiet) printJson(summary);
        else print(renderImport(summary, { timeZone: clock.timeZone, width: tableWidth() }));
        const isNothing = summary.sources.length === 0;
        return hasUnreadable || isNothing ? exitCodes.finding : exitCodes.done;
      },
    );
  },
});
