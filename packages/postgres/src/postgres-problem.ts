import { DatabaseError } from "pg";

/** Where a database is, for people: never with its password. */
export function placeOf(url: string, schema: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `PostgreSQL at ${hostname}:${port || "5432"}${pathname}, schema ${schema}`;
}

/**
 * What went wrong and what mends it, in words for a person. The codes of SQLSTATE are those of
 * https://www.postgresql.org/docs/16/errcodes-appendix.html (read 2026-11-29).
 */
export function postgresProblem(error: unknown): string {
  if (error instanceof DatabaseError) return ofServer(error);
  const reason = firstReason(error);
  const code = "code" in reason ? String(reason.code) : "";
  if (["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN"].includes(code)) {
    return `it cannot be reached (${code}); see that it runs and that stores.state.url names it`;
  }
  if (code === "ETIMEDOUT" || /timeout/i.test(reason.message)) {
    return `it did not answer in time (${reason.message})`;
  }
  return reason.message;
}

function ofServer({ code, message }: DatabaseError): string {
  switch (code ?? "") {
    case "28P01":
    case "28000":
      return `it refuses the user (${message}); see the user and the password in stores.state.url`;
    case "3D000":
      return `${message}; make it with createdb, or name another in stores.state.url`;
    case "42501":
      return `${message}; grant the user CREATE on the database, or make the schema beforehand and grant it to the user`;
    case "53300":
      return `it has no connection left (${message}); lower stores.state.max_connections or raise its own max_connections`;
    case "25006":
      return `it takes no writes (${message}); name the primary, and no standby, in stores.state.url, and see that default_transaction_read_only is off for the user and the database`;
    case "53100":
      return `its disk is full (${message}); free or add disk space at PostgreSQL`;
    case "55P03":
    case "57014":
      return `another process holds what is asked for (${message}); try again`;
    default:
      return message;
  }
}

/** A name with several addresses fails with one error an address. */
export function firstReason(error: unknown): Error {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return firstReason(error.errors[0]);
  }
  return error instanceof Error ? error : new Error(String(error));
}
