import { standForLeader } from "./leadership.ts";
import { openPostgres } from "./open-postgres.ts";

/** A process that stands for leadership and says so, a line each time. Arguments: address, schema, version, name. */
const [url = "", schema = "", version = "", node = ""] = process.argv.slice(2);
const postgres = await openPostgres({ url, schema, max_connections: 2, connect_timeout_ms: 5_000 });
standForLeader({
  ...{ postgres, version, node },
  changed: (leads) => console.log(leads ? "leads" : "lost"),
  problem: (text) => console.log(`problem: ${text}`),
});
