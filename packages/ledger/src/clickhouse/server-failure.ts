import { ClickHouseError } from "@clickhouse/client";
import {
  type ClickHouseConfig,
  type ErrorCode,
  HeadgateError,
  type StoreFailure,
} from "@headgate/contract";

type Known = Extract<ErrorCode, `ledger_${string}`>;

/** ClickHouse's words, by what they mean for a ledger (https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp). */
const words: Readonly<Partial<Record<Known, readonly string[]>>> = {
  // What its user may not do, or may not be, or may not set.
  ledger_refused: [
    ...["ACCESS_DENIED", "AUTHENTICATION_FAILED", "WRONG_PASSWORD", "REQUIRED_PASSWORD"],
    ...["UNKNOWN_USER", "IP_ADDRESS_NOT_ALLOWED", "READONLY", "SETTING_CONSTRAINT_VIOLATION"],
    ...["QUERY_IS_PROHIBITED", "DATABASE_ACCESS_DENIED", "USER_SESSION_LIMIT_EXCEEDED"],
  ],
  ledger_full: ["NOT_ENOUGH_SPACE", "CANNOT_WRITE_TO_FILE_DESCRIPTOR", "QUOTA_EXCEEDED"],
  ledger_busy: [
    ...["TOO_MANY_PARTS", "MEMORY_LIMIT_EXCEEDED", "CANNOT_ALLOCATE_MEMORY", "TIMEOUT_EXCEEDED"],
    ...["TOO_MANY_SIMULTANEOUS_QUERIES", "TOO_SLOW", "SOCKET_TIMEOUT", "CANNOT_SCHEDULE_TASK"],
  ],
  ledger_read_only: [
    ...["TABLE_IS_READ_ONLY", "NO_ZOOKEEPER", "KEEPER_EXCEPTION", "TOO_FEW_LIVE_REPLICAS"],
    ...["UNKNOWN_STATUS_OF_INSERT", "UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE"],
  ],
  ledger_schema: [
    ...["UNKNOWN_TABLE", "UNKNOWN_DATABASE", "UNKNOWN_STORAGE_POLICY", "NO_SUCH_COLUMN_IN_TABLE"],
    ...["CLUSTER_DOESNT_EXIST", "NO_ELEMENTS_IN_CONFIG"],
  ],
  // A shard that its own door cannot reach: the message names it.
  ledger_unreachable: ["NETWORK_ERROR", "ALL_CONNECTION_TRIES_FAILED", "DNS_ERROR"],
};

const codes = new Map(
  Object.entries(words).flatMap(([code, types]) =>
    types.map((type) => [type, code as Known] as const),
  ),
);

/** What went wrong at the server, as an error of the catalogue that names its address and the mend. */
export function serverFailure(error: unknown, config: ClickHouseConfig): Error {
  if (error instanceof HeadgateError || error instanceof RangeError) return error;
  const { host } = new URL(config.url);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ClickHouseError) {
    const type = error.type ?? error.code;
    const code = codes.get(type) ?? "internal";
    const said = `${firstLine(message)} (${type})`;
    return new HeadgateError(
      code,
      code === "ledger_refused"
        ? `ClickHouse at ${host} refused the user "${config.username}": ${said}`
        : `ClickHouse at ${host}: ${said}`,
      { host, type },
      { cause: error },
    );
  }
  if (error instanceof TypeError || error instanceof SyntaxError) return error;
  return new HeadgateError(
    "ledger_unreachable",
    `ClickHouse at ${host} does not answer: ${firstLine(message)}`,
    { host },
    { cause: error },
  );
}

const counted: Readonly<Partial<Record<ErrorCode, StoreFailure>>> = {
  ...{ ledger_unreachable: "unreachable", ledger_refused: "refused", ledger_full: "full" },
  ...{ ledger_busy: "busy", ledger_read_only: "read_only", ledger_schema: "schema" },
};

/** What a failure is counted as; undefined for what the server has no part in. */
export const countedAs = (error: Error): StoreFailure | undefined =>
  error instanceof HeadgateError && error.details.host !== undefined
    ? (counted[error.code] ?? "other")
    : undefined;

/** ClickHouse's words for bytes that are not what they were said to be. */
const unreadable = new Set([
  ...["INCORRECT_DATA", "CANNOT_PARSE_INPUT_ASSERTION_FAILED", "CANNOT_PARSE_TEXT"],
  ...["CANNOT_PARSE_NUMBER", "CANNOT_PARSE_QUOTED_STRING", "CANNOT_PARSE_BOOL"],
  ...["CANNOT_PARSE_ESCAPE_SEQUENCE", "CANNOT_READ_ALL_DATA", "ARGUMENT_OUT_OF_BOUND"],
  ...["DECIMAL_OVERFLOW", "TYPE_MISMATCH"],
  // What a statement says of itself that it cannot do.
  "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO",
]);

/** Whether the server could not read what it was sent, which it then left out as a whole. */
export const isRefusedContent = (error: unknown): boolean =>
  error instanceof HeadgateError && unreadable.has(String(error.details.type));

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? text;
