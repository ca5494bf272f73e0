import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { around } from "./around.ts";
import { Connection } from "./connection.ts";
import { linkedRows } from "./count-once.ts";
import { testConfig } from "./opening-ledgers.fixture.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A server that gives up at questions about more than some hours, and answers others with no row. */
async function slowServer(mostHours: number) {
  const looks: { fromMs: number; toMs: number; isAnswered: boolean }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const sent = new URL(`http://server${request.url}`).searchParams;
      const msOf = (name: string) =>
        Number(
          sent.get(`param_${name}`) ?? body.match(new RegExp(`"param_${name}"\\s+(\\d+)`))?.[1],
        ) / 1_000;
      const [fromMs, toMs] = [msOf("from"), msOf("to")];
      const isAnswered = toMs - fromMs <= mostHours * HOUR_MS;
      looks.push({ fromMs, toMs, isAnswered });
      if (isAnswered) response.end(JSON.stringify({ meta: [], data: [] }));
      else {
        response.writeHead(500, { "x-clickhouse-exception-code": "159" });
        response.end("Code: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED)");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const connection = new Connection(testConfig(`http://127.0.0.1:${port}`));
  onTestFinished(async () => {
    await connection.close();
    server.close();
  });
  return { connection, looks };
}

/** More than are looked up by an index. */
const rows = Array.from({ length: 100 }, (_, at) => ({
  ...{ rowId: `row-${at}`, source: "gateway" as const, startedAtMs: 10 * DAY_MS },
  ...{
    responseId: `resp_0123456789abcdef${1_000 + at}`,
    requestId: null,
    traceId: null,
    spanId: null,
  },
}));
const range = around([10 * DAY_MS], DAY_MS);

test("what a server cannot look through in one go it is asked for in parts, none left out, and in such parts from then on", async () => {
  const { connection, looks } = await slowServer(13);

  expect(await linkedRows(connection, rows, range)).toHaveLength(100);

  const answered = looks.filter(({ isAnswered }) => isAnswered);
  expect(answered[0]?.fromMs).toBe(9 * DAY_MS);
  expect(answered.at(-1)?.toMs).toBe(11 * DAY_MS);
  expect(answered.slice(1).map(({ fromMs }) => fromMs)).toEqual(
    answered.slice(0, -1).map(({ toMs }) => toMs),
  );
  expect(looks).toHaveLength(answered.length + 2);

  await linkedRows(connection, rows, range);
  expect(looks.filter(({ isAnswered }) => !isAnswered)).toHaveLength(2);
});

test("a server that does not even manage a quarter of an hour says so", async () => {
  const { connection } = await slowServer(0.1);

  await expect(linkedRows(connection, rows, range)).rejects.toMatchObject({ code: "ledger_busy" });
});
