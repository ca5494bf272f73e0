import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { Connection } from "./connection.ts";
import { testConfig } from "./opening-ledgers.fixture.ts";

type Answer = Readonly<{ meta: readonly unknown[]; data: readonly unknown[] }>;

/** A connection to a server on this machine that takes every statement, answers questions with no row unless told others, and tells what it was sent. */
export async function answeringServer() {
  const statements: string[] = [];
  const addresses: URL[] = [];
  const state = { isFailing: false, answerTo: (_: string): Answer => ({ meta: [], data: [] }) };
  const server = createServer((request, response) => {
    let statement = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      statement += text;
    });
    request.on("end", () => {
      statements.push(statement);
      addresses.push(new URL(`http://server${request.url}`));
      if (state.isFailing) response.writeHead(500).end("Code: 999. it fails");
      else response.end(JSON.stringify(state.answerTo(statement)));
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
  return { connection, statements, addresses, state };
}
