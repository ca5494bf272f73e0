export { type CuttableProxy, cuttableProxy } from "./cuttable-proxy.ts";
export { freePort } from "./free-port.ts";
export { type ClickHouse, type ClickHouseUser, startClickHouse } from "./start-clickhouse.ts";
export { startPostgres } from "./start-postgres.ts";
export { startRedis } from "./start-redis.ts";
export type { NoServer, TestServer } from "./test-server.ts";
