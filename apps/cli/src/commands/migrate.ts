import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderMigration } from "../migration/render-migration.ts";
import { runMigration } from "../migration/run-migration.ts";

/** `headgate migrate` */
export const migrateCommand = defineCommand({
  meta: {
    name: "migrate",
    description:
      "Copies the ledger, the state and work that waits from `stores` to `move_to` of headgate.yaml while Headgate runs, and compares both sides to the picodollar. Again, it copies what came since. Ends with 1 when the sides differ.",
  },
  args: {
    "dry-run": {
      type: "boolean",
      description: "Copy nothing, and count what would be; empty tables are made",
    },
    rest: {
      type: "boolean",
      description:
        "Once moved: add what the old ledger was given after it was copied for the last time",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const how = { dryRun: args["dry-run"] === true, rest: args.rest === true };
    const result = await runMigration({
      api: connectManagement(args.url, process.env),
      ...how,
      talkTo: process.stderr,
    });
    if (args.json) printJson(result);
    else print(renderMigration(result, { ...how, width: tableWidth() }));
    return result.equal ? exitCodes.done : exitCodes.finding;
  },
});
