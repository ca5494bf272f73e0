import type { StoreFailure } from "@headgate/contract";
import { DatabaseError } from "pg";
import { firstReason } from "./postgres-problem.ts";

/** By SQLSTATE, or its class of two letters (https://www.postgresql.org/docs/16/errcodes-appendix.html, read 2026-11-30). */
const failures: Readonly<Record<string, StoreFailure>> = {
  ...{ "08": "unreachable", "57P01": "unreachable", "57P02": "unreachable" },
  ...{ "57P03": "unreachable", "28": "refused", "42501": "refused", "53100": "full" },
  ...{ "25006": "read_only", "53": "busy", "55P03": "busy", "57014": "busy" },
  ...{ "3D": "schema", "3F": "schema", "42P01": "schema", "42703": "schema" },
};
/** Rows that may not be there twice, and transactions that come again: answers, not failures. */
const answers: ReadonlySet<string> = new Set(["23", "40"]);

/** What a failure of PostgreSQL is counted as; undefined for what is an answer, or none of its own. */
export function postgresFailure(error: unknown): StoreFailure | undefined {
  if (error instanceof DatabaseError) {
    const code = error.code ?? "";
    const kind = code.slice(0, 2);
    return answers.has(kind) ? undefined : (failures[code] ?? failures[kind] ?? "other");
  }
  const reason = firstReason(error);
  const isOfNetwork =
    "code" in reason || /timeout|terminated|connection|not queryable/i.test(reason.message);
  return isOfNetwork ? "unreachable" : undefined;
}
