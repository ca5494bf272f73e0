import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { StoreFailure } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { Connection } from "./connection.ts";
import { testConfig } from "./opening-ledgers.fixture.ts";

test("a server that answers questions and has no room for rows is counted as full, once a statement", async () => {
  // What ClickHouse answers where its disk is full; a full disk cannot be had here.
  const server = createServer((request, response) => {
    let statement = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      statement += text;
    });
    request.on("end", () => {
      if (!statement.includes("insert into")) {
        response.end(JSON.stringify({ meta: [], data: [] }));
        return;
      }
      response.writeHead(500, { "x-clickhouse-exception-code": "243" });
      response.end("Code: 243. DB::Exception: Cannot reserve 1.00 MiB. (NOT_ENOUGH_SPACE)");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const failures: StoreFailure[] = [];
  const connection = new Connection(testConfig(`http://127.0.0.1:${port}`), (failure) =>
    failures.push(failure),
  );
  onTestFinished(async () => {
    await connection.close();
    server.close();
  });

  await connection.query("select 1");
  await expect(connection.insert("calls", ["a"], ["[1]"])).rejects.toMatchObject({
    code: "ledger_full",
  });
  await expect(connection.insert("calls", ["a"], ["[2]"])).rejects.toThrow();

  expect(failures).toEqual(["full", "full"]);
});
