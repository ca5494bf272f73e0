import { ClickHouseError } from "@clickhouse/client";
import { type ClickHouseConfig, HeadgateError } from "@headgate/contract";

/** ClickHouse's words for what its user may not do, or may not be. */
const refused = new Set(["ACCESS_DENIED", "AUTHENTICATION_FAILED", "WRONG_PASSWORD", "READONLY"]);

/** What went wrong at the server, as an error of the catalogue that names its address and the mend. */
export function serverFailure(error: unknown, config: ClickHouseConfig): Error {
  if (error instanceof HeadgateError || error instanceof RangeError) return error;
  const { host } = new URL(config.url);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ClickHouseError) {
    const type = error.type ?? error.code;
    if (refused.has(type)) {
      return new HeadgateError(
        "ledger_refused",
        `ClickHouse at ${host} refused the user "${config.username}": ${firstLine(message)}`,
        { host, type },
        { cause: error },
      );
    }
    return new HeadgateError(
      "internal",
      `ClickHouse at ${host}: ${firstLine(message)} (${type})`,
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
