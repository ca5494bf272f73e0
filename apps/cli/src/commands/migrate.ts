import { HeadgateError, liftedHoldSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderLiftedHold, renderMigration } from "../migration/render-migration.ts";
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
    last: {
      type: "boolean",
      description:
        "The last copy, right before the move: keys, alarms, imports and work that waits are then held until the restart",
    },
    lift: {
      type: "boolean",
      description: "Do not move after all: take in again what the last copy held",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const how = {
      dryRun: args["dry-run"] === true,
      rest: args.rest === true,
      last: args.last === true,
    };
    const lifts = args.lift === true;
    if ([...Object.values(how), lifts].filter(Boolean).length > 1) {
      throw new HeadgateError(
        "command_invalid",
        "Give one of --dry-run, --rest, --last and --lift.",
      );
    }
    const api = connectManagement(args.url, process.env);
    if (lifts) {
      const lifted = await api.delete("/api/migration/hold", liftedHoldSchema);
      if (args.json) printJson(lifted);
      else print(renderLiftedHold(lifted));
      return exitCodes.done;
    }
    const result = await runMigration({
      api,
      ...how,
      talkTo: process.stderr,
    });
    if (args.json) printJson(result);
    else print(renderMigration(result, { ...how, width: tableWidth() }));
    return result.equal ? exitCodes.done : exitCodes.finding;
  },
});
