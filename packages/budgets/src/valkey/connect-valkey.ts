import type { ValkeyConfig } from "@headgate/contract";
import { Cluster, type DNSLookupFunction, Redis, type RedisOptions } from "ioredis";

export type ValkeyClient = Redis | Cluster;

const LONGEST_PAUSE_MS = 1_000;
/** A server that takes no writes any more is left for the one that its address names now, at most once in this time. */
const LEFT_AT_MOST_EVERY_MS = 500;
const DEFAULT_PORT = 6_379;

/**
 * A connection that begins at once, goes on trying for ever, and never keeps a command until it can be sent: who asks
 * learns at once that nobody answers. Listeners for `error` are the caller's.
 */
export function connectValkey(config: ValkeyConfig): ValkeyClient {
  const { username, password } = config;
  const url = config.url === undefined ? undefined : new URL(config.url);
  const secure = config.tls || url?.protocol === "rediss:" || url?.protocol === "valkeys:";
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
  const followed = { ...shared, reconnectOnError: leaveDemoted() } satisfies RedisOptions;
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
      // Looked up here its name would be gone, and a certificate names no address.
      ...(secure && { dnsLookup: keepName }),
    });
  }
  if (config.mode === "sentinel" && config.sentinel_name !== undefined) {
    const { sentinel_username: sentinelUsername, sentinel_password: sentinelPassword } = config;
    return new Redis({
      ...followed,
      ...{ sentinels: [...config.nodes], name: config.sentinel_name },
      sentinelRetryStrategy: pauseMs,
      ...(sentinelUsername !== undefined && { sentinelUsername }),
      ...(sentinelPassword !== undefined && { sentinelPassword }),
      // `tls` alone says nothing to a client that goes by sentinels: all would go in the clear.
      ...(secure && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    });
  }
  const [node] = nodes;
  if (node === undefined) throw new Error("no address of a server is configured");
  const database = Number(url?.pathname.slice(1) || "0");
  return new Redis({ ...followed, ...node, db: database });
}

/**
 * Whether a server's answer says that it is a replica now, though the connection goes on: an address that moves with the
 * primary (a service, a managed endpoint) is looked up only by a new one. Clusters tell where to ask instead.
 */
function leaveDemoted(): (error: Error) => boolean {
  let leftAtMs: number | undefined;
  return ({ message }) => {
    if (!/^(?:READONLY|MASTERDOWN)\b/.test(message)) return false;
    const nowMs = performance.now();
    if (leftAtMs !== undefined && nowMs - leftAtMs < LEFT_AT_MOST_EVERY_MS) return false;
    leftAtMs = nowMs;
    return true;
  };
}

const keepName: DNSLookupFunction = (name, done) => done(null, name);

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
