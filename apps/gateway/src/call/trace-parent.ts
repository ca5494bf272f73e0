/** Where a call stands in the client's trace: the trace, and the span around the request. */
export type TraceParent = Readonly<{ traceId: string; spanId: string }>;

/** `00-<32 hexadecimal digits>-<16>-<2>` */
const LENGTH = 55;
const DASH = 45;
const ZERO = 48;

/**
 * Reads the header `traceparent` of W3C's Trace Context, version 00: lower-case digits, and neither id all zeroes
 * (https://http.dev/traceparent, read 2026-11-28). Anything else is no trace: the header is not Headgate's, so it is
 * no fault of the call, and goes on to the provider as it came.
 *
 * By hand and not by a pattern: it is looked at on the way of every call that has one.
 */
export function traceParentOf(header: string | string[] | undefined): TraceParent | undefined {
  if (typeof header !== "string" || header.length !== LENGTH) return undefined;
  if (header.charCodeAt(0) !== ZERO || header.charCodeAt(1) !== ZERO) return undefined;
  if (!hasDash(header, 2) || !hasDash(header, 35) || !hasDash(header, 52)) return undefined;
  if (!isId(header, 3, 35) || !isId(header, 36, 52)) return undefined;
  return { traceId: header.slice(3, 35), spanId: header.slice(36, 52) };
}

const hasDash = (text: string, place: number): boolean => text.charCodeAt(place) === DASH;

/** Whether all characters from `start` to `end` are lower-case hexadecimal digits, and one of them is not 0. */
function isId(text: string, start: number, end: number): boolean {
  let isZero = true;
  for (let place = start; place < end; place += 1) {
    const code = text.charCodeAt(place);
    const isDigit = (code >= ZERO && code <= 57) || (code >= 97 && code <= 102);
    if (!isDigit) return false;
    if (code !== ZERO) isZero = false;
  }
  return !isZero;
}
