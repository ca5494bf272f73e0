import type { LeverName, SavingsReport } from "@headgate/contract";

/** The levers that answer calls themselves. */
const caches: ReadonlySet<string> = new Set<LeverName>(["exact-cache", "semantic-cache"]);

/** What Headgate's own caches saved, of what all levers did. */
export const savedByCaches = (rows: SavingsReport["rows"]): SavingsReport["rows"] =>
  rows.filter(({ lever }) => caches.has(lever));
