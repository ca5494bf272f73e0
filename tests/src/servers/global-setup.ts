import { startClickHouse } from "./start-clickhouse.ts";
import { startPostgres } from "./start-postgres.ts";
import { startRedis } from "./start-redis.ts";
import type { NoServer, TestServer } from "./test-server.ts";

/**
 * Starts the engines that tests of several machines need, and names them in the environment. What cannot be had is
 * told, and the tests that need it are skipped with that reason. One that is named already is used as it is.
 */
export default async function startEngines(): Promise<() => Promise<void>> {
  const started: TestServer[] = [];
  const use = async (
    variable: string,
    start: () => Promise<TestServer | readonly TestServer[] | NoServer>,
  ): Promise<void> => {
    if (process.env[variable] !== undefined) return;
    const answer = await start();
    if ("reason" in answer) {
      console.error(`Skipped is what needs ${variable}: ${answer.reason}.`);
      return;
    }
    const servers = "url" in answer ? [answer] : answer;
    started.push(...servers);
    process.env[variable] = servers.map(({ url }) => url).join(" ");
  };
  await use("HEADGATE_TEST_VALKEY", () => startRedis());
  await use("HEADGATE_TEST_POSTGRES", () => startPostgres());
  await use("HEADGATE_TEST_CLICKHOUSE", () => startClickHouse(2));
  return async () => {
    await Promise.all(started.map((server) => server.close()));
  };
}
