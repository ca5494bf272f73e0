import { DuckDBInstance } from "@duckdb/node-api";
import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TakenColumn } from "../column.ts";
import { smallPicodollars } from "./small-picodollars.ts";
import { writeRows } from "./write-rows.ts";

type Row = Readonly<{
  text: string | null;
  whole: number | null;
  big: bigint | null;
  share: number | null;
  truth: boolean | null;
  at: number | null;
  cost: string | null;
  tags: Readonly<Record<string, string>> | null;
  /** As ids are: too many to be few. */
  id: string | null;
  members: Readonly<{ code?: string; count?: number }>;
}>;

const ofMembers = (row: Row): Row["members"] => row.members;
const columns: readonly TakenColumn<Row>[] = [
  { name: "text", type: "VARCHAR", take: (row) => row.text },
  { name: "whole", type: "BIGINT", take: (row) => row.whole },
  { name: "big", type: "BIGINT", take: (row) => row.big },
  { name: "share", type: "DOUBLE", take: (row) => row.share },
  { name: "truth", type: "BOOLEAN", take: (row) => row.truth },
  { name: "at", type: "TIMESTAMP", take: (row) => row.at },
  { name: "cost", type: "DECIMAL(38,12)", take: (row) => row.cost },
  { name: "tags", type: "MAP(VARCHAR, VARCHAR)", take: (row) => row.tags },
  { name: "id", type: "VARCHAR", take: (row) => row.id },
  {
    name: "code",
    type: "VARCHAR",
    take: (row) => row.members.code ?? null,
    member: { of: ofMembers, name: "code" },
  },
  {
    name: "count",
    type: "BIGINT",
    take: (row) => row.members.count ?? null,
    member: { of: ofMembers, name: "count" },
  },
];

const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 2 });
const most = 10n ** 38n - 1n;
const row: fc.Arbitrary<Row> = fc.record({
  text: orNull(fc.constantFrom("", "same", "é – \u{1F600}", "a longer text than twelve bytes")),
  whole: orNull(fc.maxSafeInteger()),
  big: orNull(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  share: orNull(fc.double({ noNaN: true })),
  truth: orNull(fc.boolean()),
  at: orNull(fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) })),
  cost: orNull(
    fc
      .oneof(fc.bigInt(-most, most), fc.bigInt(0n, 10n ** 17n))
      .map((amount) => formatDollars(picodollars(amount))),
  ),
  tags: orNull(fc.dictionary(fc.constantFrom("a", "b", "team"), fc.string({ maxLength: 20 }))),
  id: orNull(fc.constant("")),
  members: fc.record(
    { code: fc.constantFrom("x", "a code longer than twelve bytes"), count: fc.maxSafeInteger() },
    { requiredKeys: [] },
  ),
});

test("what is written is what is read, whatever is absent and however many rows there are", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    `create table written (${columns.map(({ name, type }) => `"${name}" ${type}`).join(", ")})`,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 70 }),
      fc.constantFrom(1, 1, 40),
      async (some, times) => {
        const rows = Array.from({ length: times }, () => some)
          .flat()
          .map((one, at) =>
            one.id === null ? one : { ...one, id: at % 3 === 0 ? `id ${at}` : `id ${at} of a row` },
          );
        await connection.run("delete from written");
        await writeRows(connection, { name: "written", columns }, rows);

        const read = await connection.runAndReadAll(
          `select "text", whole::varchar, big::varchar, share, truth, epoch_ms("at")::varchar, cost::varchar,
           to_json(tags)::varchar, id, code, "count"::varchar from written`,
        );
        expect(read.getRows()).toEqual(
          rows.map(({ text, whole, big, share, truth, at, cost, tags, id, members }) => [
            text,
            whole === null ? null : String(whole),
            big === null ? null : String(big),
            share,
            truth,
            at === null ? null : String(at),
            cost === null ? null : formatDollars(parseDollars(cost)),
            tags === null ? null : JSON.stringify(tags),
            id,
            members.code ?? null,
            members.count === undefined ? null : String(members.count),
          ]),
        );
      },
    ),
    { numRuns: 60 },
  );
  connection.closeSync();
  instance.closeSync();
});

test("a small amount is read as the money room reads it, and any other is left to it", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 17n), fc.integer({ min: 0, max: 12 }), (amount, cut) => {
      const text = formatDollars(picodollars(amount)).replace(new RegExp(`0{0,${cut}}$`), "");
      if (text.endsWith(".")) return;
      const small = smallPicodollars(text);

      if (amount <= 9_000_000_000_000_000n) expect(small).toBe(Number(parseDollars(text)));
      else expect(small === undefined || BigInt(small) === parseDollars(text)).toBe(true);
    }),
  );
  for (const text of ["", ".5", "5.", "-1", "1e3", "1.0000000000001", "1,5", " 1", "9007.3"]) {
    expect(smallPicodollars(text)).toBeUndefined();
  }
});
