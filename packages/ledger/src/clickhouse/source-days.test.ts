import { expect, test } from "vitest";
import { answeringServer } from "./answering-server.fixture.ts";
import { SourceDays } from "./source-days.ts";

const DAY_MS = 86_400_000;
const row = (day: number, source: "gateway" | "otlp" = "gateway") => ({
  source,
  started_at_ms: day * DAY_MS + 5,
});

test("a day is written down once an hour for each source, however many batches come", async () => {
  const { connection, statements } = await answeringServer();
  const clock = { ms: 0 };
  const days = new SourceDays(connection, () => clock.ms);

  await Promise.all([days.mark([row(1), row(1)]), days.mark([row(1)])]);
  expect(statements).toHaveLength(1);
  await days.mark([row(1), row(2), row(1, "otlp")]);
  expect(statements).toHaveLength(2);
  expect(statements[1]?.split("\n").slice(1)).toEqual([
    `[${2 * DAY_MS}000,"gateway",0,0]`,
    `[${DAY_MS}000,"otlp",0,0]`,
  ]);
  clock.ms = 3_600_000;
  await days.mark([row(2)]);

  expect(statements).toHaveLength(3);
});

test("what could not be written down is written with the next batch", async () => {
  const { connection, statements, state } = await answeringServer();
  const days = new SourceDays(connection);
  state.isFailing = true;
  await expect(days.mark([row(1)])).rejects.toThrow();
  state.isFailing = false;

  await days.mark([row(1)]);

  expect(statements).toHaveLength(2);
});
