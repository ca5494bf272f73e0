import { join } from "node:path";
import { openSqliteState } from "./open-sqlite-state.ts";

/** A process that makes keys and publishes them after each. Arguments: folder, number of keys. */
const [folder = "", count = "0"] = process.argv.slice(2);
const store = await openSqliteState({ path: join(folder, "state.sqlite") });
for (let made = 0; made < Number(count); made += 1) {
  await store.createKey({ name: `${process.pid} ${made}`, attribution: {}, tags: {}, nowMs: made });
  await store.publishKeys(join(folder, "keys.json"));
}
await store.close();
