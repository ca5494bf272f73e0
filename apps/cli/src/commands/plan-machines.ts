import { billedMachinesReport } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { rangeArguments, readRange } from "../command-line/range-arguments.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderBilledMachines } from "../plan/render-billed-machines.ts";

const PATH = "/api/reports/billed-machines";

/** `headgate plan machines` */
export const planMachinesCommand = defineCommand({
  meta: {
    name: "machines",
    description:
      "What bills say of machines with accelerators: hours, how they were paid, the least at any time, and endpoints that nothing calls. Ends with 1 where no bill has one.",
  },
  args: { ...rangeArguments("90d"), ...urlArgument, ...csvArgument, ...jsonArgument },
  run: async ({ args }) => {
    const { from, to } = readRange(args, Date.now());
    const api = connectManagement(args.url, process.env);
    const report = await api.get(PATH, { from, to }, billedMachinesReport);
    const isEmpty = report.machines.length + report.endpoints.length === 0;
    if (args.json) printJson(report);
    else if (args.csv) printCsv(PATH, report);
    else if (isEmpty) {
      print(
        "No bill of the time has a machine with an accelerator.\nImport a Cost and Usage Report, FOCUS or Azure's export: headgate import PATH",
      );
    } else print(renderBilledMachines(report, tableWidth()));
    return isEmpty ? exitCodes.finding : exitCodes.done;
  },
});
