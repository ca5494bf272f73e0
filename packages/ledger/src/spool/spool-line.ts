import { crc32 } from "node:zlib";
import { type LedgerRow, ledgerRowSchema } from "@headgate/contract";

/** Hex digits of the checksum that stands before each row, and the blank after them. */
const CHECKSUM_DIGITS = 8;
export const LINE_PREFIX_BYTES = CHECKSUM_DIGITS + 1;
export const NEWLINE = 10;
const BLANK = 32;

/** No row is longer than this; more bytes without a line's end are damage. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * Puts the checksum and the line's end around JSON that already stands at `start + LINE_PREFIX_BYTES`.
 * Returns the offset behind the line.
 */
export function sealLine(bytes: Buffer, start: number, jsonEnd: number): number {
  const checksum = crc32(bytes.subarray(start + LINE_PREFIX_BYTES, jsonEnd));
  bytes.write(checksum.toString(16).padStart(CHECKSUM_DIGITS, "0"), start, "latin1");
  bytes[start + CHECKSUM_DIGITS] = BLANK;
  bytes[jsonEnd] = NEWLINE;
  return jsonEnd + 1;
}

/** What a line of the spool holds: a row, or the reason why it is none. */
export type LineReading =
  | Readonly<{ kind: "row"; row: LedgerRow }>
  | Readonly<{ kind: "bad"; reason: string }>;

/** Reads the line between two offsets, its end excluded: checksum, then JSON, then the row's schema. */
export function readLine(bytes: Buffer, start: number, end: number): LineReading {
  const jsonStart = start + LINE_PREFIX_BYTES;
  if (end <= jsonStart || bytes[jsonStart - 1] !== BLANK) {
    return { kind: "bad", reason: "it has no checksum" };
  }
  const stated = bytes.toString("latin1", start, start + CHECKSUM_DIGITS);
  const actual = crc32(bytes.subarray(jsonStart, end)).toString(16).padStart(CHECKSUM_DIGITS, "0");
  if (stated !== actual) return { kind: "bad", reason: "its checksum does not match" };
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8", jsonStart, end));
  } catch (error) {
    return { kind: "bad", reason: `it is not JSON: ${(error as Error).message}` };
  }
  const parsed = ledgerRowSchema.safeParse(json);
  if (parsed.success) return { kind: "row", row: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    kind: "bad",
    reason: `it is not a ledger row: ${issue?.path.join(".")}: ${issue?.message}`,
  };
}
