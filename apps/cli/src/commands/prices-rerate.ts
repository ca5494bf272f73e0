import { HeadgateError } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readBeginning, readEnd, readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderRerate } from "../prices/render-rerate.ts";
import { runRerate } from "../prices/run-rerate.ts";

/** `headgate prices rerate` */
export const pricesRerateCommand = defineCommand({
  meta: {
    name: "rerate",
    description:
      "Prices history again by what is known now, and shows the difference by model and cause. Ends with 1 when there is a difference and --apply is not given.",
  },
  args: {
    since: {
      type: "string",
      default: "30d",
      valueHint: "WHEN",
      description: "Beginning: a span such as 24h or 30d, a day, or a moment",
    },
    until: {
      type: "string",
      valueHint: "WHEN",
      description: "End: now unless said; a day is counted whole",
    },
    provider: {
      type: "string",
      valueHint: "NAME",
      description: "Only calls to this provider, by its name in the configuration",
    },
    model: {
      type: "string",
      valueHint: "MODEL",
      description: "Only calls that this model answered",
    },
    apply: {
      type: "boolean",
      description: "Let the new charges hold in all reports; the recorded ones are kept",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const clock = { nowMs: Date.now(), timeZone: readTimeZone(args.tz) };
    const from = readBeginning(args.since, { flag: "--since", ...clock });
    const to =
      args.until === undefined ? clock.nowMs : readEnd(args.until, { flag: "--until", ...clock });
    if (to <= from) throw new HeadgateError("command_invalid", "--since is not before --until.");
    const job = await runRerate({
      api: connectManagement(args.url, process.env),
      scope: {
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        ...(args.provider === undefined ? {} : { provider: args.provider }),
        ...(args.model === undefined ? {} : { model: args.model }),
      },
      apply: args.apply === true,
      talkTo: process.stderr,
    });
    if (args.json) printJson(job);
    else print(renderRerate(job, { timeZone: clock.timeZone, width: tableWidth() }));
    if (job.apply || job.difference.revised_attempts === 0) return exitCodes.done;
    return exitCodes.finding;
  },
});
