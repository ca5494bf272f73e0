import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startClickHouse } from "./start-clickhouse.ts";
import { startPostgres } from "./start-postgres.ts";
import { startRedis } from "./start-redis.ts";
import type { NoServer } from "./test-server.ts";

/** Skips the test, with the reason, where its engine cannot be had. */
function orSkip<Server extends object>(
  server: Server | NoServer,
  skip: (reason: string) => void,
): Server {
  if ("reason" in server) skip(server.reason);
  return server as Server;
}

test("a killed Valkey comes back on its port with what it had answered", async ({ skip }) => {
  const server = orSkip(await startRedis(), skip);
  onTestFinished(() => server.close());
  const port = Number(new URL(server.url).port);

  expect(await ask(port, "SET kept here\r\n")).toBe("+OK\r\n");
  await server.kill();
  await server.restart();

  expect(await ask(port, "GET kept\r\n")).toBe("$4\r\nhere\r\n");
});

test("PostgreSQL answers again after it was killed", async ({ skip }) => {
  const server = orSkip(await startPostgres(), skip);
  onTestFinished(() => server.close());
  const before = server.pid;

  await server.kill();
  await server.restart();

  expect(server.pid).not.toBe(before);
});

test("two ClickHouse servers know each other as shards", async ({ skip }) => {
  const shards = orSkip(await startClickHouse(2), skip);
  onTestFinished(async () => {
    await Promise.all(shards.map((shard) => shard.close()));
  });
  const hosts = await fetch(
    `${shards[0]?.url}/?query=${encodeURIComponent("select count(distinct tcpPort()) from cluster('headgate', system.one)")}`,
    { method: "POST" },
  );

  expect((await hosts.text()).trim()).toBe("2");
});

const ask = (port: number, command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(command));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString("latin1"));
    });
    socket.once("error", reject);
  });
