import { z } from "zod";

const milliseconds = z.int().positive();

const secret = z.string().min(1).optional();

const clickhouse = z.strictObject({
  kind: z.literal("clickhouse"),
  url: z.url({ protocol: /^https?$/ }).meta({
    description: "ClickHouse's HTTP door; the only address that the ledger is asked at.",
  }),
  username: z.string().min(1).default("default").meta({ description: "Whom ClickHouse knows." }),
  password: secret.meta({ description: "Usually ${NAME} from the environment." }),
  database: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/i, "expected letters, digits and underscores")
    .default("headgate")
    .meta({ description: "Made at the first start." }),
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
      "Rows older than this are dropped by ClickHouse itself; kept for ever unless said. More than the longest window of budgets.",
  }),
  cold_after_days: z.int().positive().optional().meta({
    description: "Rows older than this move to the volume `cold` of the storage policy.",
  }),
  storage_policy: z.string().min(1).optional().meta({
    description: "A storage policy of ClickHouse's own configuration that new tables take.",
  }),
  request_timeout_ms: milliseconds
    .default(60_000)
    .meta({ description: "The longest that one question may take." }),
});

const postgres = z.strictObject({
  kind: z.literal("postgres"),
  url: z.url({ protocol: /^postgres(ql)?$/ }).meta({
    description: "postgres://USER@HOST:PORT/DATABASE; usually ${NAME} from the environment.",
  }),
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, "expected lower-case letters, digits and underscores")
    .default("headgate")
    .meta({
      description: "The first of three schemas; two Headgates in one database differ in it.",
    }),
  max_connections: z.int().min(2).max(100).default(10).meta({
    description: "A node takes at most twice as many, and five more.",
  }),
  connect_timeout_ms: milliseconds.default(10_000).meta({ description: "To make a connection." }),
});

const valkey = z
  .strictObject({
    kind: z.literal("valkey"),
    url: z
      .url({ protocol: /^(?:redis|rediss|valkey|valkeys)$/ })
      .optional()
      .meta({ description: "One server, or any node of a cluster: redis://HOST:PORT." }),
    mode: z.enum(["single", "sentinel", "cluster"]).default("single").meta({
      description: "One server, a primary that sentinels know, or a cluster.",
    }),
    nodes: z
      .array(z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) }))
      .default([])
      .meta({ description: "The sentinels, or nodes of the cluster." }),
    sentinel_name: z.string().min(1).optional().meta({
      description: "The name under which the sentinels know the primary.",
    }),
    tls: z.boolean().default(false).meta({
      description:
        "Whether servers, and the sentinels, are asked by TLS; a url with rediss:// says it as well.",
    }),
    username: z.string().min(1).optional().meta({ description: "Where the server has users." }),
    password: secret.meta({ description: "Usually ${NAME} from the environment." }),
    sentinel_username: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Where the sentinels have users of their own." }),
    sentinel_password: secret.meta({ description: "Where the sentinels ask for a password." }),
    prefix: z
      .string()
      .regex(/^[\w-]+$/, "expected letters, digits, - and _")
      .default("headgate")
      .meta({
        description: "What every key begins with: two Headgates on one server differ in it.",
      }),
    connect_timeout_ms: milliseconds.default(2_000).meta({ description: "To make a connection." }),
    command_timeout_ms: milliseconds.default(1_000).meta({
      description: "For one command; a connection that is silent for twice as long is given up.",
    }),
    when_away: z
      .discriminatedUnion("do", [
        z.strictObject({
          do: z.literal("refuse").meta({ description: "They are refused, with retry-after." }),
        }),
        z.strictObject({
          do: z.literal("allow").meta({ description: "They go on, up to so many dollars." }),
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
  )
  .refine(
    ({ mode, sentinel_username, sentinel_password }) =>
      mode === "sentinel" || (sentinel_username ?? sentinel_password) === undefined,
    "sentinel_username and sentinel_password go with mode: sentinel alone",
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
