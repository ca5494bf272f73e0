import type { ArgsDef } from "citty";

/** The codes that a command ends with. */
export const exitCodes = { done: 0, finding: 1, usage: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** `--json`, which every command has. */
export const jsonArgument = {
  json: { type: "boolean", description: "Print the result as JSON on stdout" },
} as const satisfies ArgsDef;

/** `--tz`, for commands that read or show times. */
export const timeZoneArgument = {
  tz: {
    type: "string",
    valueHint: "ZONE",
    description: "Time zone of dates and times, e.g. Europe/Berlin; the machine's unless said",
  },
} as const satisfies ArgsDef;

/** Where the running Headgate is, for commands that ask it. */
export const urlArgument = {
  url: {
    type: "string",
    valueHint: "URL",
    description: "Where Headgate runs; http://127.0.0.1:4100 unless said (HEADGATE_PORT counts)",
  },
} as const satisfies ArgsDef;

/** The data directory. */
export const dataArgument = {
  data: {
    type: "string",
    valueHint: "DIR",
    description: "Data directory; HEADGATE_DATA or ./.headgate unless said",
  },
} as const satisfies ArgsDef;
