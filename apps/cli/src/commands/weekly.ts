import { writeFile } from "node:fs/promises";
import { weeklyReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { readEnd, readTimeZone } from "../command-line/moment.ts";
import { filterArgument } from "../command-line/range-arguments.ts";
import { readFilter } from "../command-line/read-filter.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { writableFile } from "../command-line/writable-file.ts";
import { saveFile } from "../exports/save-file.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderWeekly } from "../weekly/render-weekly.ts";

/** `headgate weekly` */
export const weeklyCommand = defineCommand({
  meta: {
    name: "weekly",
    description:
      "A week of spend against the week before: drivers, KPIs, anomalies, forecast, and what is not in the figures. `reports:` in headgate.yaml makes one every week.",
  },
  args: {
    until: {
      type: "string",
      valueHint: "DAY",
      description: "The last day of the week, whole; yesterday unless said",
    },
    out: {
      type: "string",
      valueHint: "FILE",
      description: "Write the report as one HTML file, with FILE.json beside it",
    },
    ...filterArgument,
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args, rawArgs }) => {
    const out = args.out === undefined ? undefined : writableFile("--out", args.out);
    const clock = { nowMs: Date.now(), timeZone: readTimeZone(args.tz) };
    const to =
      args.until === undefined
        ? undefined
        : new Date(readEnd(args.until, { flag: "--until", ...clock })).toISOString();
    const query = {
      ...readFilter(repeatedValues(rawArgs, "filter")),
      to,
      time_zone: clock.timeZone,
    };
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/reports/weekly", query, weeklyReport);
    if (out !== undefined) {
      const { to: end } = report.period;
      await api.download("/api/reports/weekly/page", { ...query, to: end }, (pieces) =>
        saveFile(out, pieces),
      );
      await writeFile(`${out}.json`, `${JSON.stringify(report)}\n`);
    }
    if (args.json) printJson(report);
    else print(renderWeekly(report, tableWidth()));
    if (out !== undefined) talk(`The page is in ${out}, its figures in ${out}.json.`);
    return exitCodes.done;
  },
});
