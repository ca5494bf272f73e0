import type { ArgsDef } from "citty";
import { dataArgument, jsonArgument } from "../command-line/command.ts";
import { readWholeNumber } from "../command-line/read-number.ts";
import type { ListenFlags } from "./start-plan.ts";

/** The flags that `start` and `demo` share. */
export const startArguments = {
  host: {
    type: "string",
    valueHint: "HOST",
    description: "Address to listen on; the configuration's or 127.0.0.1 unless said",
  },
  port: {
    type: "string",
    valueHint: "PORT",
    description: "Port for clients and console; the configuration's or 4100 unless said",
  },
  ...dataArgument,
  verbose: { type: "boolean", description: "Show everything that the processes log" },
  ...jsonArgument,
} as const satisfies ArgsDef;

/** @throws HeadgateError `command_invalid` */
export const readListenFlags = (
  args: Readonly<{ host?: string | undefined; port?: string | undefined }>,
): ListenFlags => ({
  host: args.host,
  port: readWholeNumber("--port", args.port, { min: 0, max: 65_535 }),
});
