import { expect, test } from "vitest";
import { answeringServer } from "./answering-server.fixture.ts";
import { SpoolReaches } from "./spool-reaches.ts";

const MIB = 1024 * 1024;
const stretch = (from: number, to: number, segment = "g1/1") => ({ segment, from, to });

test("a stretch can be taken once, and of two that are asked for at once the earlier comes first", async () => {
  const { connection } = await answeringServer();
  const reaches = new SpoolReaches(connection);

  expect(
    await Promise.all([reaches.claim(stretch(0, 100)), reaches.claim(stretch(100, 200))]),
  ).toEqual([true, true]);

  expect(await reaches.claim(stretch(0, 100))).toBe(false);
  expect(await reaches.claim(stretch(150, 300))).toBe(false);
  expect(await reaches.claim(stretch(200, 300))).toBe(true);
});

test("the server is asked once about a segment, and told each eight megabytes", async () => {
  const { connection, statements } = await answeringServer();
  const reaches = new SpoolReaches(connection);

  for (let from = 0; from < 16 * MIB; from += MIB) await reaches.claim(stretch(from, from + MIB));

  expect(statements.filter((sql) => sql.includes("from spool_reaches"))).toHaveLength(1);
  expect(
    statements.filter((sql) => sql.startsWith("insert")).map((sql) => sql.split("\n")[1]),
  ).toEqual([`["g1/1",${9 * MIB},${9 * MIB},0]`, `["g1/1",${18 * MIB},${18 * MIB},0]`]);
});

test("rows are new behind what was sent of each of their segments, and of nothing else", async () => {
  const { connection } = await answeringServer();
  const reaches = new SpoolReaches(connection);
  await reaches.send([{ segment: "g1/1", offset: 100 }]);

  expect(await reaches.areNew([{ segment: "g1/1", offset: 100 }])).toBe(true);
  expect(await reaches.areNew([{ segment: "g2/1", offset: 0 }])).toBe(true);
  expect(
    await reaches.areNew([
      { segment: "g2/1", offset: 0 },
      { segment: "g1/1", offset: 99 },
    ]),
  ).toBe(false);
});

test("what the server could not be told of counts as sent", async () => {
  const { connection, statements, state } = await answeringServer();
  const reaches = new SpoolReaches(connection);
  await reaches.areNew([{ segment: "g1/1", offset: 0 }]);
  state.isFailing = true;
  await expect(reaches.claim(stretch(0, 100))).rejects.toThrow();
  state.isFailing = false;

  expect(await reaches.claim(stretch(0, 100))).toBe(false);
  expect(await reaches.claim(stretch(100, 200))).toBe(true);
  expect(statements.at(-1)).toContain("insert into spool_reaches");
});
