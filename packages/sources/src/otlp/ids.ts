import { isMoment } from "../row/time-ms.ts";

/**
 * An id of a trace (16 bytes) or a span (8 bytes) in lower-case hexadecimal digits. OTLP's JSON writes it so;
 * protobuf, and JSON that was made by a general protobuf writer, have it in base64. `undefined` where it is none,
 * or all zeros, which stands for none.
 */
export function idOf(value: unknown, bytes: 8 | 16): string | undefined {
  if (typeof value !== "string") return undefined;
  const hex =
    value.length === bytes * 2 && /^[0-9a-f]+$/i.test(value)
      ? value.toLowerCase()
      : Buffer.from(value, "base64").toString("hex");
  return hex.length === bytes * 2 && !/^0+$/.test(hex) ? hex : undefined;
}

const NANOSECONDS_A_MILLISECOND = 1_000_000n;

const momentOf = (ms: number): number | undefined => (ms > 0 && isMoment(ms) ? ms : undefined);

/** Nanoseconds since the epoch, as text or number, in milliseconds; `undefined` for none and for 0, which is none. */
export function nanosToMs(value: unknown): number | undefined {
  if (typeof value === "number") return momentOf(Math.floor(value / 1e6));
  if (typeof value !== "string" || !/^\d{1,20}$/.test(value)) return undefined;
  return momentOf(Number(BigInt(value) / NANOSECONDS_A_MILLISECOND));
}
