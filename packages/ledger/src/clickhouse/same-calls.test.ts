import fc from "fast-check";
import { expect, test } from "vitest";
import { SAME_CALL_MS, type SeenRow, sameCalls } from "./same-calls.ts";

const row = (rowId: string, change: Partial<SeenRow> = {}): SeenRow => ({
  rowId,
  source: "gateway",
  startedAtMs: 0,
  responseId: null,
  requestId: null,
  traceId: null,
  spanId: null,
  ...change,
});
const id = "chatcmpl-0123456789abcdef";
const outranked = (rows: readonly SeenRow[]) =>
  sameCalls(rows)
    .superseded.map(({ row: { rowId }, by }) => `${rowId} by ${by.rowId}`)
    .sort();

test("of rows that share an id the most trusted source's count", () => {
  expect(
    outranked([
      row("own", { responseId: id }),
      row("trace", { source: "otlp", responseId: id, traceId: "t", spanId: "s" }),
      row("other trace", { source: "langfuse", traceId: "t", spanId: "s" }),
    ]),
  ).toEqual(["other trace by own", "trace by own"]);
});

test("a short id, a gap of more than a day and an id on many rows link nothing", () => {
  expect(
    outranked([
      row("a", { responseId: "short" }),
      row("b", { source: "otlp", responseId: "short" }),
    ]),
  ).toEqual([]);
  expect(
    outranked([
      row("a", { responseId: id }),
      row("b", { source: "otlp", responseId: id, startedAtMs: SAME_CALL_MS + 1 }),
    ]),
  ).toEqual([]);
  const many = Array.from({ length: 17 }, (_, index) => row(`a${index}`, { responseId: id }));
  expect(outranked([...many, row("b", { source: "otlp", responseId: id })])).toEqual([]);
});

test("the order in which rows come changes nothing", () => {
  const anyRows = fc.uniqueArray(
    fc.record({
      rowId: fc.string({ minLength: 1 }),
      source: fc.constantFrom("gateway", "otlp", "langfuse"),
      startedAtMs: fc.nat(3 * SAME_CALL_MS),
      responseId: fc.constantFrom(null, id, `${id}2`),
      requestId: fc.constantFrom(null, id, `${id}3`),
      traceId: fc.constantFrom(null, "t"),
      spanId: fc.constantFrom(null, "s", "s2"),
    }),
    { selector: ({ rowId }) => rowId, maxLength: 12 },
  );
  fc.assert(
    fc.property(anyRows, (rows) => {
      expect(outranked([...rows].reverse())).toEqual(outranked(rows));
    }),
  );
});
