/**
 * What DuckDB may hold of a ledger that is opened for an import alone: less than for one that answers questions as
 * well. What an import brought waits on the disk beyond it, so that the whole process stays below 1 GB however
 * large the files are.
 */
export const importMemoryLimit = "320MB";
