import { sourcesResponse } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderSources } from "../sources/render-sources.ts";

/** `headgate sources list` */
export const sourcesListCommand = defineCommand({
  meta: {
    name: "list",
    description: "What is pulled, received and imported: how far it has come, and what failed.",
  },
  args: { ...timeZoneArgument, ...urlArgument, ...csvArgument, ...jsonArgument },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const api = connectManagement(args.url, process.env);
    const answer = await api.get("/api/sources", {}, sourcesResponse);
    const { sources, pulls, received } = answer;
    if (args.json) printJson(answer);
    else if (args.csv) printCsv("/api/sources", answer);
    else if (sources.length + pulls.length + received.length === 0)
      talk("Nothing has come in yet: import a file, or write sources in headgate.yaml.");
    else print(renderSources(answer, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});
