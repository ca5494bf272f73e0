import { HeadgateError } from "@headgate/contract";
import { isOutcomeField, outcomeFields, outcomesTable } from "@headgate/sources";
import { defineCommand } from "citty";
import { checkOption, repeatedValues } from "../command-line/check-arguments.ts";
import {
  dataArgument,
  exitCodes,
  jsonArgument,
  timeZoneArgument,
  urlArgument,
} from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { readPair } from "../command-line/read-pair.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { importArguments, readImportRange } from "../imports/import-arguments.ts";
import { openImport } from "../imports/open-import.ts";
import { renderImport } from "../imports/render-import.ts";
import { runImportCommand } from "../imports/run-import-command.ts";
import { connectManagement } from "../management/gateway-address.ts";

const {
  source: _source,
  paths: _paths,
  prompts: _prompts,
  account: _account,
  ...rangeOfImport
} = importArguments;

/** `headgate outcomes import FILE…` */
export const outcomesImportCommand = defineCommand({
  meta: {
    name: "import",
    description:
      "Takes in tables of business events (CSV or Parquet), all of them or none. An id that comes again replaces; the same again changes nothing. Ends with 1 when a row could not be read.",
  },
  args: {
    paths: {
      type: "positional",
      required: true,
      valueHint: "FILE…",
      description: `Tables with a header; the fields are ${outcomeFields.join(", ")} and tag.KEY`,
    },
    column: {
      type: "string",
      valueHint: "FIELD=COLUMN",
      description: "Which column a field is in, where it has another name; may stand several times",
    },
    set: {
      type: "string",
      valueHint: "FIELD=VALUE",
      description:
        "What every row has in a field, e.g. name=ticket_resolved; may stand several times",
    },
    ...rangeOfImport,
    "dry-run": { type: "boolean", description: "Read and count everything, keep nothing" },
    ...timeZoneArgument,
    ...urlArgument,
    ...dataArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const clock = { nowMs: Date.now(), timeZone: readTimeZone(args.tz) };
    const forced = outcomesTable({
      columns: readFields("--column", repeatedValues(rawArgs, "column")),
      constants: readFields("--set", repeatedValues(rawArgs, "set")),
    });
    const range = readImportRange(args, clock);
    const into = await openImport({
      api: connectManagement(args.url, process.env),
      isAddressGiven: args.url !== undefined,
      data: args.data,
      config: undefined,
      dryRun: args["dry-run"] === true,
      environment: process.env,
      workingDirectory: process.cwd(),
      onDirect: (root) => talk(`No running Headgate takes the import; the ledger of ${root} does.`),
      // Outcomes have no requests.
      onSaltUnknown: () => undefined,
    });
    const quiet = args.json === true;
    return runImportCommand(
      { paths: args._, forced, range, into, looksAtPrompts: false, quiet },
      ({ summary, hasUnreadable }) => {
        if (quiet) printJson(summary);
        else print(renderImport(summary, { timeZone: clock.timeZone, width: tableWidth() }));
        return hasUnreadable ? exitCodes.finding : exitCodes.done;
      },
    );
  },
});

/** `field=…` by field. @throws HeadgateError `command_invalid` when there is no such field, or it stands twice */
function readFields(flag: string, pairs: readonly string[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const pair of pairs) {
    const [field, value] = readPair(flag, pair);
    if (!isOutcomeField(field)) checkOption(`the field of ${flag}`, field, outcomeFields);
    if (fields[field] !== undefined) {
      throw new HeadgateError("command_invalid", `${flag} has ${field} twice.`);
    }
    fields[field] = value;
  }
  return fields;
}
