import { exportFormats, focusExportSummary, HeadgateError } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, timeZoneArgument, urlArgument } from "../command-line/command.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { printJson, talk } from "../command-line/terminal.ts";
import { writableFile } from "../command-line/writable-file.ts";
import { renderFocusSummary } from "../exports/render-focus-summary.ts";
import { saveFile, writeBeside, writeToStdout } from "../exports/save-file.ts";
import { connectManagement } from "../management/gateway-address.ts";

/** `headgate export focus` */
export const exportFocusCommand = defineCommand({
  meta: {
    name: "focus",
    description:
      "What a time cost in FOCUS 1.2, each dollar once: lines of bills, and the ledger's own estimate of calls that no bill covers.",
  },
  args: {
    ...rangeArguments("30d"),
    out: {
      type: "string",
      valueHint: "FILE",
      description:
        "Where the rows go, with FILE.summary.json beside: what they come to and what is in none; stdout unless said",
    },
    format: {
      type: "enum",
      options: [...exportFormats],
      valueHint: "FORMAT",
      default: "csv",
      description: `${exportFormats.join(" or ")}; parquet needs --out`,
    },
    simulated: {
      type: "boolean",
      description: "Simulated calls alone, each row marked; they are left out otherwise",
    },
    ...timeZoneArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const { from, to } = readRange(args, Date.now());
    const out = args.out === undefined ? undefined : writableFile("--out", args.out);
    if (out === undefined && (args.format === "parquet" || args.json)) {
      const which = args.format === "parquet" ? "--format parquet" : "--json";
      throw new HeadgateError("command_invalid", `${which} needs --out: stdout holds one thing.`);
    }
    const query = { from, to, ...(args.simulated ? { simulated: "true" } : {}) };
    const api = connectManagement(args.url, process.env);
    await api.download(
      "/api/export/focus",
      { ...query, format: args.format },
      out === undefined ? writeToStdout : (pieces) => saveFile(out, pieces),
    );
    const summary = await api.get("/api/export/focus/summary", query, focusExportSummary);
    if (out !== undefined) await writeBeside(out, summary);
    if (args.json) printJson(summary);
    else talk(renderFocusSummary(summary, out));
    return exitCodes.done;
  },
});
