/** Nobody is believed who says to come back later than that. */
const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * How long a `Retry-After` header says to wait, in seconds or as a date
 * (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3); `undefined` where it says nothing that can be read. At most a
 * day.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const asked = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  if (Number.isNaN(asked)) return undefined;
  return Math.min(LONGEST_MS, Math.max(0, Math.ceil(asked)));
}
