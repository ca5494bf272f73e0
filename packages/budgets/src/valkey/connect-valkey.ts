import type { ValkeyConfig } from "@headgate/contract";
import { Cluster, Redis, type RedisOptions } from "ioredis";

export type ValkeyClient = Redis | Cluster;

const LONGEST_PAUSE_MS = 1_000;
const DEFAULT_PORT = 6_379;

/**
 * A connection that begins at once, goes on trying for ever, and never keeps a command until it can be sent: who asks
 * learns at once that nobody answers. Listeners for `error` are the caller's.
 */
export function connectValkey(config: ValkeyConfig): ValkeyClient {
  const { username, password } = config;
  const url = config.url === undefined ? undefined : new URL(config.url);
  const secure = url?.protocol === "rediss:" || url?.protocol === "valkeys:";
  const ownUser = username ?? (url?.username ? decodeURIComponent(url.username) : undefined);
  const ownPassword = password ?? (url?.password ? decodeURIComponent(url.password) : undefined);
  const shared = {
    connectTimeout: config.connect_timeout_ms,
    commandTimeout: config.command_timeout_ms,
    // Where a network drops packets nobody closes a connection, and its own patience grows to minutes: a new one is
    // made when nothing has come for so long while a command waits. No command here waits on purpose.
    socketTimeout: 2 * config.command_timeout_ms,
    enableOfflineQueue: false,
    // Sent again they could come after what was asked since; what must not be lost is asked again by its owner.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: pauseMs,
    connectionName: "headgate",
    ...(ownUser !== undefined && { username: ownUser }),
    ...(ownPassword !== undefined && { password: ownPassword }),
    ...(secure && { tls: {} }),
  } satisfies RedisOptions;
  const nodes = [
    ...(url === undefined
      ? []
      : [{ host: hostOf(url), port: url.port === "" ? DEFAULT_PORT : Number(url.port) }]),
    ...config.nodes,
  ];
  if (config.mode === "cluster") {
    const { enableOfflineQueue: _, retryStrategy: __, ...redisOptions } = shared;
    return new Cluster(nodes, {
      enableOfflineQueue: false,
      clusterRetryStrategy: pauseMs,
      maxRedirections: 4,
      slotsRefreshTimeout: config.connect_timeout_ms,
      redisOptions,
    });
  }
  if (config.mode === "sentinel" && config.sentinel_name !== undefined) {
    return new Redis({
      ...shared,
      ...{ sentinels: [...config.nodes], name: config.sentinel_name },
      sentinelRetryStrategy: pauseMs,
    });
  }
  const [node] = nodes;
  if (node === undefined) throw new Error("no address of a server is configured");
  const database = Number(url?.pathname.slice(1) || "0");
  return new Redis({ ...shared, ...node, db: database });
}

/** How long it waits before it connects again. */
const pauseMs = (times: number): number => Math.min(times * 50, LONGEST_PAUSE_MS);

/** Where the counters are, without anything secret. */
export function addressOf({ url, nodes, mode, sentinel_name }: ValkeyConfig): string {
  if (mode === "sentinel") return `sentinels' ${sentinel_name ?? ""}`;
  if (url !== undefined) return new URL(url).host;
  return nodes.map(({ host, port }) => `${host}:${port}`).join(", ");
}

/** An address of version 6 stands in brackets in a URL, and without them elsewhere. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");
