import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { type ClickHouseClient, type ClickHouseSettings, createClient } from "@clickhouse/client";
import type { ClickHouseConfig, StoreFailure } from "@headgate/contract";
import { writeFileFrom } from "../copy/copied-file.ts";
import type { Ask, SqlParameters, SqlRow } from "../reports/ask.ts";
import { bindParameters } from "./bind-parameters.ts";
import { clickHouseSql } from "./clickhouse-sql.ts";
import { type Answer, rowsOf } from "./read-answer.ts";
import { countedAs, serverFailure } from "./server-failure.ts";
import { type Steps, stepsOf } from "./sql-steps.ts";

/** What makes ClickHouse read the ledger's texts as DuckDB does. */
const settings: ClickHouseSettings = {
  // Of several rows under one key only the latest counts, merged or not.
  final: 1,
  do_not_merge_across_partitions_select_final: 0,
  join_use_nulls: 1,
  aggregate_functions_null_for_empty: 1,
  group_by_use_nulls: 1,
  cast_keep_nullable: 1,
  use_variant_as_common_type: 0,
  prefer_column_name_to_alias: 1,
  joined_subquery_requires_alias: 0,
  union_default_mode: "DISTINCT",
  except_default_mode: "DISTINCT",
  intersect_default_mode: "DISTINCT",
  session_timezone: "UTC",
  // Numbers of any width and amounts arrive as texts, whole.
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  // An answer that failed half way is an error, and no short answer.
  wait_end_of_query: 1,
  // What was answered is in the table: batches are made here.
  async_insert: 0,
  // What lies on other shards is there when it is answered for, and a subquery over shards is asked of all of them.
  distributed_foreground_insert: 1,
  distributed_product_mode: "global",
  // Rows that a statement copies go by the door: shards that are sent the statement itself do not find the tables of its `with`.
  parallel_distributed_insert_select: "0",
  max_insert_block_size: "1048576",
  max_partitions_per_insert_block: "0",
  max_query_size: "67108864",
  max_ast_elements: "1000000",
  max_expanded_ast_elements: "2000000",
  // How much memory a question may take is its user's profile: no limit of ours stands above it.
};

async function* behind(
  first: Uint8Array,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  if (bytes instanceof Uint8Array) yield bytes;
  else yield* bytes;
}

/** One server of ClickHouse, or one door of a cluster, and the database that the ledger is in. */
export class Connection {
  readonly #client: ClickHouseClient;
  readonly #config: ClickHouseConfig;
  readonly #failed: (failure: StoreFailure) => void;

  /** @param failed told of each statement that the server did not do */
  constructor(config: ClickHouseConfig, failed: (failure: StoreFailure) => void = () => undefined) {
    this.#config = config;
    this.#failed = failed;
    this.#client = createClient({
      url: config.url,
      username: config.username,
      ...(config.password !== undefined && { password: config.password }),
      database: config.database,
      application: "headgate",
      request_timeout: config.request_timeout_ms,
      compression: { response: true, request: false },
      max_open_connections: 8,
      clickhouse_settings: {
        ...settings,
        max_execution_time: Math.max(1, Math.floor(config.request_timeout_ms / 1000)),
      },
      log: { level: 127 },
    });
  }

  /** The cluster that the tables lie on; undefined for one server. */
  get cluster(): string | undefined {
    return this.#config.cluster;
  }

  /** How long the server works at a statement at most, in milliseconds. */
  get requestTimeoutMs(): number {
    return this.#config.request_timeout_ms;
  }

  /** Asks in the ledger's own words; see `clickHouseSql`. */
  readonly ask: Ask = (sql, parameters) => {
    const steps = stepsOf(sql);
    return steps.tables.length === 0
      ? this.query(clickHouseSql(sql), parameters)
      : this.#inSteps(steps, parameters);
  };

  /** Asks in ClickHouse's words. Parameters are `$name`. */
  query(
    sql: string,
    parameters: SqlParameters = {},
    session: ClickHouseSettings & Readonly<{ session_id?: string }> = {},
  ): Promise<readonly SqlRow[]> {
    const { session_id, ...more } = session;
    return this.#watched(async () => {
      const answer = await this.#client.query({
        ...bindParameters(sql, parameters),
        format: "JSONCompact",
        clickhouse_settings: more,
        ...(session_id !== undefined && { session_id }),
      });
      return rowsOf((await answer.json()) as unknown as Answer);
    });
  }

  /** The tables of a question are its session's own, in memory, and go with it. */
  async #inSteps({ tables, sql }: Steps, parameters: SqlParameters): Promise<readonly SqlRow[]> {
    const session_id = randomUUID();
    // Rows of other shards are asked for with the question's tables sent along.
    const more: ClickHouseSettings = {
      prefer_global_in_and_join: 1,
      // Conditions over columns of few values: for a moment in memory their type does no harm.
      allow_suspicious_low_cardinality_types: 1,
    };
    try {
      for (const { table, sql: made } of tables) {
        const query = `create temporary table ${table} engine = Memory as ${clickHouseSql(made)}`;
        await this.#watched(() =>
          this.#client.command({
            ...bindParameters(query, parameters),
            clickhouse_settings: more,
            session_id,
          }),
        );
      }
      return await this.query(clickHouseSql(sql), parameters, { ...more, session_id });
    } finally {
      await this.dropTables(
        tables.map(({ table }) => table),
        session_id,
      );
    }
  }

  /** Changes something, in ClickHouse's words. */
  async run(
    sql: string,
    parameters: SqlParameters = {},
    session: ClickHouseSettings & Readonly<{ session_id?: string }> = {},
  ): Promise<void> {
    const { session_id, ...more } = session;
    await this.#watched(() =>
      this.#client.command({
        ...bindParameters(sql, parameters),
        clickhouse_settings: more,
        ...(session_id !== undefined && { session_id }),
      }),
    );
  }

  /**
   * Adds rows, written as JSONCompactEachRow, in one block.
   * @param token a block with this token that is in the table already is not added again
   */
  async insert(
    table: string,
    columns: readonly string[],
    lines: readonly string[],
    token?: string,
  ): Promise<void> {
    if (lines.length === 0) return;
    const names = columns.map((name) => `"${name}"`).join(", ");
    await this.#watched(() =>
      this.#client.command({
        query: `insert into ${table} (${names}) format JSONCompactEachRow\n${lines.join("\n")}`,
        clickhouse_settings: {
          input_format_parallel_parsing: 0,
          ...(token !== undefined && { insert_deduplication_token: token }),
        },
      }),
    );
  }

  /**
   * Adds what the server makes of bytes.
   * @param statement `insert into` a table, and the rest of it up to its format
   * @param bytes all of them, or as a file is read
   */
  async insertFrom(
    statement: Readonly<{ into: string; rest: string }>,
    bytes: Uint8Array | AsyncIterable<Uint8Array>,
    session: ClickHouseSettings & Readonly<{ session_id?: string }>,
  ): Promise<void> {
    const { session_id, ...more } = session;
    await this.#watched(async () => {
      const { stream } = await this.#client.exec({
        // What is long goes with the bytes: ClickHouse puts both together, and doors before it take short addresses.
        query: `insert into ${statement.into}`,
        values: Readable.from(behind(Buffer.from(`${statement.rest}\n`), bytes), {
          objectMode: false,
        }),
        clickhouse_settings: { input_format_parallel_parsing: 0, ...more },
        ...(session_id !== undefined && { session_id }),
      });
      stream.resume();
      await finished(stream);
    });
  }

  /** Asks for bytes, which stand in ClickHouse's words behind the question's `format`. */
  async write(sql: string, parameters: SqlParameters, file: string): Promise<void> {
    await this.#watched(async () => {
      const { stream } = await this.#client.exec({
        ...bindParameters(sql, parameters),
        clickhouse_settings: {
          // What is packed already is not packed again.
          enable_http_compression: 0,
          output_format_parquet_compression_method: "snappy",
          output_format_parquet_string_as_string: 1,
        },
      });
      await writeFileFrom(stream, file);
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** Frees the memory of a session's tables at once; a session that cannot be reached frees it when its time is over. */
  async dropTables(tables: readonly string[], session_id: string): Promise<void> {
    await this.#client
      .command({ query: `drop temporary table if exists ${tables.join(", ")}`, session_id })
      .catch(() => undefined);
  }

  async #watched<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const failure = serverFailure(error, this.#config);
      const counted = countedAs(failure);
      if (counted !== undefined) this.#failed(counted);
      throw failure;
    }
  }
}
