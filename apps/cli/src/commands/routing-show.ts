import { routingReportSchema } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson, tableWidth } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderRouting } from "../routing/render-routing.ts";

/** `headgate routing show` */
export const routingShowCommand = defineCommand({
  meta: {
    name: "show",
    description:
      "What labels certify for each policy and task, what quality costs, and how labels come in.",
  },
  args: { ...urlArgument, ...jsonArgument },
  run: async ({ args }) => {
    const api = connectManagement(args.url, process.env);
    const report = await api.get("/api/routing", {}, routingReportSchema);
    if (args.json) printJson(report);
    else print(renderRouting(report, tableWidth()));
    return exitCodes.done;
  },
});
