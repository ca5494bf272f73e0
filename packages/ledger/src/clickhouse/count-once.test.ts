import { expect, test } from "vitest";
import { answeringServer } from "./answering-server.fixture.ts";
import { countOnce } from "./count-once.ts";

const DAY_MS = 86_400_000;

const rowAt = (day: number) => ({
  ...{ rowId: `row-${day}`, source: "gateway", startedAtMs: day * DAY_MS },
  ...{ responseId: "resp_0123456789abcdef0123", requestId: null, traceId: null, spanId: null },
});

test("what counts of rows is decided and written before it is looked at for the next ones", async () => {
  const { connection, statements, addresses, state } = await answeringServer();
  const several = { meta: [{ name: "source_count", type: "UInt64" }], data: [["2"]] };
  state.answerTo = (statement) =>
    statement.includes("source_days") ? several : { meta: [], data: [] };

  await Promise.all([10, 20].map((day) => countOnce(connection, [rowAt(day)])));

  const days = addresses.map(({ searchParams }) =>
    Math.round(Number(searchParams.get("param_to")) / 1_000 / DAY_MS),
  );
  expect(statements.at(-1)).toContain("supersessions");
  const first = days.filter((day) => day < 15);
  expect(first.length).toBeGreaterThan(2);
  expect(days.slice(0, first.length)).toEqual(first);
});
