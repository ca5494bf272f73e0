import { cacheStatsSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { renderCacheStats } from "../caches/render-cache-stats.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate cache stats` */
export const cacheStatsCommand = defineCommand({
  meta: {
    name: "stats",
    description: "What the gateway's cache holds, and what it did since the gateway started.",
  },
  args: { ...timeZoneArgument, ...urlArgument, ...jsonArgument },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const stats = await api.get("/api/cache", {}, cacheStatsSchema);
    if (args.json) printJson(stats);
    else print(renderCacheStats(stats, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});
