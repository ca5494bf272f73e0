export { type ClickHouse, startClickHouse } from "./start-clickhouse.ts";
export { startPostgres } from "./start-postgres.ts";
export { startRedis } from "./start-redis.ts";
export type { NoServer, TestServer } from "./test-server.ts";
