/**
 * Plain rows of one spool segment as the gateway wrote them, which `plainLine` matched and whose checksums hold. No text in
 * them has an escape, and all of it is UTF-8. No two of them have one id.
 */
export type SegmentLines = Readonly<{
  /** `<writer>/<file>`. */
  segment: string;
  /** They lie between these offsets of it, perhaps with others. */
  from: number;
  to: number;
  /** JSON, one row a line. */
  json: Uint8Array;
  rows: number;
  /** When the earliest and the latest of them started, milliseconds since the epoch. */
  firstAtMs: number;
  lastAtMs: number;
  /** The days (UTC) that they started on, as their first milliseconds. */
  days: readonly number[];
}>;
