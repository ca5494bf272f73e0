import type { UsageComponent } from "@headgate/contract";

/**
 * Units that came after the first ledger, in the order in which they came. Their columns stand at the end of
 * the table, where a migration can add them, and a row without them keeps the hash that it had.
 */
export const laterUnits = [
  "file_searches",
  "code_sessions",
  "maps_requests",
  "web_search_previews",
  "x_searches",
] as const satisfies readonly UsageComponent[];

const later: ReadonlySet<UsageComponent> = new Set(laterUnits);

export const isLaterUnit = (component: UsageComponent): boolean => later.has(component);
