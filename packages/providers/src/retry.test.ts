import { expect, test } from "vitest";
import { isRetryable, retryAfterMs } from "./retry.ts";

test("timeouts, conflicts, rate limits and the provider's faults can be tried again, the client's cannot", () => {
  const statuses = [200, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 501, 502, 503, 504, 529];

  expect(statuses.filter(isRetryable)).toEqual([408, 409, 429, 500, 502, 503, 504, 529]);
});

const now = Date.parse("2026-11-23T10:00:00Z");

test.each([
  [{ "retry-after": "2" }, 2000],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "1.5" }, 1500],
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after-ms": "soon", "retry-after": "9" }, 9000],
  [{ "retry-after": "Mon, 23 Nov 2026 10:00:07 GMT" }, 7000],
  [{ "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT" }, 0],
  [{ "retry-after": "later" }, undefined],
  [{ "retry-after": "" }, undefined],
  [{}, undefined],
])("%o asks to wait %s ms", (headers, waitMs) => {
  expect(retryAfterMs(headers, now)).toBe(waitMs);
});
