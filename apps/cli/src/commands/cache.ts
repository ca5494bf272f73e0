import { defineCommand } from "citty";

/** `headgate cache …` */
export const cacheCommand = defineCommand({
  meta: {
    name: "cache",
    description:
      "See what the gateway's cache and the providers' prompt caches did, let it forget, and ask it why.",
  },
  subCommands: {
    stats: () => import("./cache-stats.ts").then((module) => module.cacheStatsCommand),
    prefix: () => import("./cache-prefix.ts").then((module) => module.cachePrefixCommand),
    purge: () => import("./cache-purge.ts").then((module) => module.cachePurgeCommand),
    explain: () => import("./cache-explain.ts").then((module) => module.cacheExplainCommand),
  },
});
