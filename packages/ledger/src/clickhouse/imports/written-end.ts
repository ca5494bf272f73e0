import type { ImportEnd } from "../../imports/import.ts";

/** An end as it is written down: an import that was beside others' joins those of its own opening of the ledger alone. */
export type WrittenEnd = ImportEnd & Readonly<{ beside?: string }>;
