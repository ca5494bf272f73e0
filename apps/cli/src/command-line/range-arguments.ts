import { HeadgateError } from "@headgate/contract";
import type { ArgsDef } from "citty";
import { readBeginning, readEnd, readTimeZone } from "./moment.ts";

/** `--since` and `--until`. */
export const rangeArguments = (since: string) =>
  ({
    since: {
      type: "string",
      default: since,
      valueHint: "WHEN",
      description: "Beginning: a span such as 24h or 7d, a day, or a moment",
    },
    until: {
      type: "string",
      valueHint: "WHEN",
      description: "End: now unless said; a day is counted whole",
    },
  }) as const satisfies ArgsDef;

/** `--filter`, which may stand several times. */
export const filterArgument = {
  filter: {
    type: "string",
    valueHint: "KEY=VALUE",
    description:
      "Only calls with this value, e.g. team=support or tag.owner=platform; may stand several times",
  },
} as const satisfies ArgsDef;

/**
 * The range that {@link rangeArguments} name, in the time zone of `--tz`.
 * @throws HeadgateError `command_invalid`
 */
export function readRange(
  args: Readonly<{ since: string; until?: string | undefined; tz?: string | undefined }>,
  nowMs: number,
): Readonly<{ from: string; to: string; timeZone: string }> {
  const timeZone = readTimeZone(args.tz);
  const clock = { nowMs, timeZone };
  const from = readBeginning(args.since, { flag: "--since", ...clock });
  const to = args.until === undefined ? nowMs : readEnd(args.until, { flag: "--until", ...clock });
  if (to <= from) throw new HeadgateError("command_invalid", "--since is not before --until.");
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), timeZone };
}
