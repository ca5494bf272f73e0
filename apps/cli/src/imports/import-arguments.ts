import { accountName, HeadgateError } from "@headgate/contract";
import { allSources, type Source, type TimeRange } from "@headgate/sources";
import type { ArgsDef } from "citty";
import { checkOption } from "../command-line/check-arguments.ts";
import { readBeginning, readEnd } from "../command-line/moment.ts";

/** What is read, for every command that takes in files. */
export const importArguments = {
  paths: {
    type: "positional",
    required: true,
    valueHint: "PATH…",
    description: "Files and folders; what kind each file is, Headgate finds out",
  },
  source: {
    type: "string",
    valueHint: "NAME",
    description: "Read every file as this source's, whatever it looks like",
  },
  account: {
    type: "string",
    valueHint: "NAME",
    description:
      "Whose the files of OpenAI, Anthropic and Cost Explorer are that do not say it: an organisation's name or id, the payer's account at AWS",
  },
  prompts: {
    type: "boolean",
    default: true,
    negativeDescription:
      "Pass over requests that logs and traces hold: faster, and no word of repeats, long prompts or tasks",
  },
  since: {
    type: "string",
    valueHint: "WHEN",
    description:
      "Only what is from then on: a span such as 30d, a day, or a moment; bills by billing period",
  },
  until: {
    type: "string",
    valueHint: "WHEN",
    description: "Only what is before; a day is counted whole",
  },
} as const satisfies ArgsDef;

/** @throws HeadgateError `command_invalid` when the range is empty or one of its ends cannot be read */
export function readImportRange(
  args: Readonly<{ since?: string | undefined; until?: string | undefined }>,
  clock: Readonly<{ nowMs: number; timeZone: string }>,
): TimeRange {
  const range = {
    fromMs:
      args.since === undefined
        ? undefined
        : readBeginning(args.since, { flag: "--since", ...clock }),
    toMs: args.until === undefined ? undefined : readEnd(args.until, { flag: "--until", ...clock }),
  };
  if (range.fromMs !== undefined && range.toMs !== undefined && range.toMs <= range.fromMs) {
    throw new HeadgateError("command_invalid", "--since is not before --until.");
  }
  return range;
}

/** @throws HeadgateError `command_invalid` when no source has the name */
export function sourceNamed(name: string | undefined): Source | undefined {
  if (name === undefined) return undefined;
  checkOption(
    "--source",
    name,
    allSources.map((source) => source.name),
  );
  return allSources.find((source) => source.name === name);
}

/** @throws HeadgateError `command_invalid` when it is no account's name */
export function accountNamed(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const account = accountName.safeParse(name);
  if (account.success) return account.data;
  throw new HeadgateError(
    "command_invalid",
    `--account "${name}": ${account.error.issues[0]?.message}.`,
  );
}
