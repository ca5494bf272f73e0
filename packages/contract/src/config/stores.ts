import { z } from "zod";

const milliseconds = z.int().positive();

const secret = z.string().min(1).optional();

const clickhouse = z.strictObject({
  kind: z.literal("clickhouse"),
  url: z.url({ protocol: /^https?$/ }).meta({
    description: "ClickHouse's HTTP door; the only address that the ledger is asked at.",
  }),
  username: z.string().min(1).default("default"),
  password: secret.meta({ description: "Usually ${NAME} from the environment." }),
  database: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/i, "expected letters, digits and underscores")
    .default("headgate"),
  cluster: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/i, "expected letters, digits and underscores")
    .optional()
    .meta({
      description:
        "The name of the cluster in ClickHouse's own configuration; without it one server.",
    }),
  replicated: z.boolean().default(false).meta({
    description: "Whether tables are replicated within a shard, by ClickHouse's Keeper.",
  }),
  keep_days: z.int().positive().optional().meta({
    description:
      "Rows older than this are dropped by ClickHouse itself; kept for ever unless said.",
  }),
  cold_after_days: z.int().positive().optional().meta({
    description: "Rows older than this move to the volume `cold` of the storage policy.",
  }),
  storage_policy: z.string().min(1).optional(),
  request_timeout_ms: milliseconds.default(60_000),
});

const postgres = z.strictObject({
  kind: z.literal("postgres"),
  url: z.url({ protocol: /^postgres(ql)?$/ }).meta({
    description: "postgres://USER@HOST:PORT/DATABASE; usually ${NAME} from the environment.",
  }),
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, "expected lower-case letters, digits and underscores")
    .default("headgate"),
  max_connections: z.int().min(2).max(100).default(10),
  connect_timeout_ms: milliseconds.default(10_000),
});

const valkey = z
  .strictObject({
    kind: z.literal("valkey"),
    url: z
      .url({ protocol: /^(?:redis|rediss|valkey|valkeys)$/ })
      .optional()
      .meta({ description: "One server, or any node of a cluster: redis://HOST:PORT." }),
    mode: z.enum(["single", "sentinel", "cluster"]).default("single"),
    nodes: z
      .array(z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) }))
      .default([])
      .meta({ description: "The sentinels, or nodes of the cluster." }),
    sentinel_name: z.string().min(1).optional().meta({
      description: "The name under which the sentinels know the primary.",
    }),
    username: z.string().min(1).optional(),
    password: secret.meta({ description: "Usually ${NAME} from the environment." }),
    prefix: z
      .string()
      .regex(/^[\w-]+$/, "expected letters, digits, - and _")
      .default("headgate")
      .meta({
        description: "What every key begins with: two Headgates on one server differ in it.",
      }),
    connect_timeout_ms: milliseconds.default(2_000),
    command_timeout_ms: milliseconds.default(1_000),
    when_away: z
      .discriminatedUnion("do", [
        z.strictObject({ do: z.literal("refuse") }),
        z.strictObject({
          do: z.literal("allow"),
          dollars: z
            .string()
            .regex(/^\d+(?:\.\d{1,12})?$/)
            .meta({
              description:
                "What each gateway may spend in all while it is away, counted afterwards.",
            }),
        }),
      ])
      .default({ do: "refuse" })
      .meta({
        description:
          "What becomes of calls under a hard budget while the counters cannot be asked.",
      }),
  })
  .refine(
    ({ mode, url, nodes }) =>
      mode === "sentinel" ? nodes.length > 0 : url !== undefined || nodes.length > 0,
    "say where it is: url, or nodes",
  )
  .refine(
    ({ mode, sentinel_name }) => (mode === "sentinel") === (sentinel_name !== undefined),
    "sentinel_name goes with mode: sentinel, and only with it",
  );

const places = z.strictObject({
  ledger: z
    .discriminatedUnion("kind", [z.strictObject({ kind: z.literal("duckdb") }), clickhouse])
    .default({ kind: "duckdb" })
    .meta({
      description: "Calls and bills: DuckDB's file in the data directory, or ClickHouse.",
    }),
  state: z
    .discriminatedUnion("kind", [z.strictObject({ kind: z.literal("sqlite") }), postgres])
    .default({ kind: "sqlite" })
    .meta({
      description:
        "Keys, alarms, jobs, recommendations: SQLite's file in the data directory, or PostgreSQL.",
    }),
  counters: z
    .discriminatedUnion("kind", [z.strictObject({ kind: z.literal("local") }), valkey])
    .default({ kind: "local" })
    .meta({
      description:
        "Budgets, limits and kept answers: this machine's own, or Valkey or Redis for many gateways.",
    }),
});

/** Where Headgate keeps what it must: files of the data directory unless said. */
export const storesSchema = places.prefault({});

/** Where `headgate migrate` copies it to. */
export const moveToSchema = places.optional();

export type StoresConfig = z.infer<typeof storesSchema>;
export type ClickHouseConfig = z.infer<typeof clickhouse>;
export type PostgresConfig = z.infer<typeof postgres>;
export type ValkeyConfig = z.infer<typeof valkey>;
