import { expect, test } from "vitest";
import { call, recordingSink } from "./import.fixture.ts";
import { inLargeBatches } from "./in-large-batches.ts";

const hundred = (from: number) => ({
  attempts: Array.from({ length: 100 }, (_, index) => call(`${from + index}`)),
  billLines: [],
  usageTotals: [],
  gauges: [],
});
const beginning = { named: ["log"], restating: [] };
const ending = { read: [], skips: [], warnings: [] };

test("records that come by the hundred are sent by thousands, in their order, the last ones at the end", async () => {
  const { sink, recorded } = recordingSink();
  const large = inLargeBatches(sink);

  await large.begin(beginning);
  for (let from = 0; from < 4_500; from += 100) await large.add(hundred(from));
  await large.finish(ending);

  expect(recorded.batches).toBe(3);
  expect(recorded.rows.map(({ row_id }) => row_id)).toEqual(
    Array.from({ length: 4_500 }, (_, index) => `litellm:${index}`),
  );
});

test("a batch that fails fails what comes behind it, and an import after that is a new one", async () => {
  const { sink, recorded } = recordingSink();
  let failing = true;
  const large = inLargeBatches({
    ...sink,
    add: async (records) => {
      if (failing) throw new Error("the disk is full");
      await sink.add(records);
    },
  });

  await large.begin(beginning);
  for (let from = 0; from < 2_000; from += 100) await large.add(hundred(from));
  await expect(large.finish(ending)).rejects.toThrow("the disk is full");
  await large.abandon();
  expect(recorded).toMatchObject({ abandoned: true, ending: undefined });

  failing = false;
  await large.begin(beginning);
  await large.add(hundred(0));
  await large.finish(ending);
  expect(recorded.rows).toHaveLength(100);
});
