import { prefixStatsSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { renderPrefixStats } from "../caches/render-prefix-stats.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate cache prefix` */
export const cachePrefixCommand = defineCommand({
  meta: {
    name: "prefix",
    description:
      "How the providers' prompt caches did, what markers saved, and what broke a prefix, since the gateway started.",
  },
  args: { ...timeZoneArgument, ...urlArgument, ...jsonArgument },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const stats = await api.get("/api/cache/prefix", {}, prefixStatsSchema);
    if (args.json) printJson(stats);
    else print(renderPrefixStats(stats, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});
