import { setTimeout as delay } from "node:timers/promises";
import {
  counted,
  HeadgateError,
  type PullStatus,
  pullStatusSchema,
  sourcesResponse,
} from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson, talk } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import type { ManagementApi } from "../management/management-api.ts";

const LOOK_AGAIN_MS = 500;

/** `headgate sources pull NAME` */
export const sourcesPullCommand = defineCommand({
  meta: {
    name: "pull",
    description:
      "Pull a source of headgate.yaml now and wait for its end; ends with 1 when it fails.",
  },
  args: {
    name: {
      type: "positional",
      required: true,
      description: "The source's name, from `headgate sources list`",
    },
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }) => {
    const api = connectManagement(args.url, process.env);
    const path = `/api/sources/${encodeURIComponent(args.name)}/pull`;
    const begun = await api.post(path, {}, pullStatusSchema);
    if (begun.is_running && !args.json) talk(`Pulling ${args.name} (${begun.kind}) …`);
    const ended = await untilEnded(api, begun);
    if (args.json) printJson(ended);
    else print(ended.last_error ?? resultText(ended));
    return ended.last_error === null ? exitCodes.done : exitCodes.finding;
  },
});

/** A pull goes on in control whether or not anybody waits for it. */
async function untilEnded(api: ManagementApi, begun: PullStatus): Promise<PullStatus> {
  let status = begun;
  while (status.is_running) {
    await delay(LOOK_AGAIN_MS);
    const { pulls } = await api.get("/api/sources", {}, sourcesResponse);
    const found = pulls.find(({ name }) => name === begun.name);
    if (found === undefined) throw new HeadgateError("not_found", `source ${begun.name}`);
    status = found;
  }
  return status;
}

function resultText({ last_result: result, finished_until: until }: PullStatus): string {
  if (result === null) return "Nothing was pulled.";
  const reach = until === null ? "" : ` All before ${until} is in.`;
  return `${counted(result.rows, "row")}: ${result.added} added, ${result.replaced} replaced, ${result.already_there} already there, ${result.skipped} skipped.${reach}`;
}
