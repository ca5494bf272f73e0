import type { ClickHouseConfig } from "@headgate/contract";
import type { LedgerProblem } from "../duckdb/ledger-problem.ts";
import { text } from "../reports/sql-values.ts";
import type { Connection } from "./connection.ts";
import { localName, ttlOf } from "./create-table.ts";
import { migrations } from "./migrations/migrations.ts";
import { sumTables } from "./rollups/sum-tables.ts";

const aged = [
  ...migrations.flatMap(({ tables }) => tables),
  ...sumTables.map(({ table }) => table),
];

/**
 * Where tables were made with other ages or another place than the configuration says now: nothing is changed about them. Rows are not
 * to go because a line of a file changed, and whoever set it is to know that none go.
 */
export async function toldAges(
  connection: Connection,
  config: ClickHouseConfig,
): Promise<LedgerProblem | undefined> {
  const { cluster, storage_policy: policy } = config;
  const onCluster = cluster === undefined ? "" : ` on cluster ${cluster}`;
  const there = new Map(
    (
      await connection.query(
        "select name, engine_full, storage_policy from system.tables where database = currentDatabase()",
      )
    ).map((row) => [text(row, "name"), row]),
  );
  const statements: string[] = [];
  for (const { name: table, time } of aged) {
    const name = cluster === undefined ? table : localName(table);
    const found = there.get(name);
    if (time === undefined || found === undefined) continue;
    const [ttl] = ttlOf(time, config);
    if (policy !== undefined && text(found, "storage_policy") !== policy) {
      statements.push(
        `alter table ${name}${onCluster} modify setting storage_policy = '${policy}'`,
      );
    }
    if (agesIn(text(found, "engine_full")) !== agesOf(config)) {
      statements.push(
        `alter table ${name}${onCluster} ${ttl === undefined ? "remove ttl" : `modify ${ttl}`}`,
      );
    }
  }
  if (statements.length === 0) return undefined;
  return {
    code: "ledger_ages_differ",
    message: `What stores.ledger says of keep_days, cold_after_days and storage_policy does not hold for tables that were made before: ${statements.join("; ")}.`,
  };
}

const agesOf = ({
  cold_after_days: cold,
  keep_days: keep,
}: Pick<ClickHouseConfig, "cold_after_days" | "keep_days">): string => `${cold} ${keep}`;

/** As the server tells a table's engine: `TTL toDateTime(t) + toIntervalDay(30) TO VOLUME 'cold', toDateTime(t) + toIntervalDay(400)`. */
function agesIn(engine: string): string {
  const rules = [...engine.matchAll(/toIntervalDay\((\d+)\)( TO VOLUME)?/g)];
  const daysOf = (isCold: boolean) => {
    const rule = rules.find(([, , to]) => (to !== undefined) === isCold);
    return rule?.[1] === undefined ? undefined : Number(rule[1]);
  };
  return agesOf({ cold_after_days: daysOf(true), keep_days: daysOf(false) });
}
