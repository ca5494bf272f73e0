import type { KeySummary } from "@headgate/contract";
import { defineCommand } from "citty";
import { exitCodes, timeZoneArgument } from "../command-line/command.ts";
import { csvArgument, printCsv } from "../command-line/csv.ts";
import { readTimeZone } from "../command-line/moment.ts";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";
import { print, printJson, tableWidth, talk } from "../command-line/terminal.ts";
import { keyArguments, withKeys } from "../management/key-arguments.ts";

/** `headgate keys list` */
export const keysListCommand = defineCommand({
  meta: { name: "list", description: "All keys, revoked ones included, oldest first." },
  args: { ...keyArguments, ...timeZoneArgument, ...csvArgument },
  run: async ({ args }) => {
    const timeZone = readTimeZone(args.tz);
    const keys = await withKeys(args, (access) => access.list());
    if (args.json) printJson({ keys });
    else if (args.csv) printCsv("/api/keys", { keys });
    else if (keys.length === 0)
      talk("There are no keys yet: make one with `headgate keys create`.");
    else print(renderKeys(keys, { timeZone, width: tableWidth() }));
    return exitCodes.done;
  },
});

/** The keys as a table. */
export function renderKeys(
  keys: readonly KeySummary[],
  { timeZone, width }: Readonly<{ timeZone: string; width: number }>,
): string {
  return renderTable(
    [
      { title: "For" },
      { title: "Name" },
      { title: "Key" },
      { title: "Made" },
      { title: "State" },
      { title: "Id" },
    ],
    keys.map((key) => [
      attributionText(key),
      key.name,
      `${key.hint}…`,
      showTime(key.created_at_ms, timeZone),
      key.revoked_at_ms === undefined ? "live" : `revoked ${showTime(key.revoked_at_ms, timeZone)}`,
      key.id,
    ]),
    width,
  );
}

const attributionText = (key: KeySummary): string =>
  [...Object.entries(key.attribution), ...Object.entries(key.tags)]
    .map(([field, value]) => `${field}=${value}`)
    .join(" ") || "–";
