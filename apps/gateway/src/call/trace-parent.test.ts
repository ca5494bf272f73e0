import { expect, test } from "vitest";
import { traceParentOf } from "./trace-parent.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

test("a traceparent of version 00 tells the trace and the client's span", () => {
  expect(traceParentOf(`00-${TRACE}-${SPAN}-01`)).toEqual({ traceId: TRACE, spanId: SPAN });
});

test.each([
  undefined,
  "",
  `01-${TRACE}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${"0".repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${"0".repeat(16)}-01`,
  `00-${TRACE.slice(1)}g-${SPAN}-01`,
  `00_${TRACE}-${SPAN}-01`,
  [`00-${TRACE}-${SPAN}-01`],
])("%j is no trace", (header) => {
  expect(traceParentOf(header)).toBeUndefined();
});
