import type { ValkeyConfig } from "@headgate/contract";
import { addressOf, connectValkey } from "./connect-valkey.ts";
import { withMend } from "./valkey-failure.ts";
import { whyUnfit } from "./valkey-link.ts";

export type ValkeyFacts = Readonly<{
  address: string;
  version: string;
  /** Whether it keeps a log, without which a crash empties the counters or sets them back. */
  keepsLog: boolean;
  /** How much later its time is than this machine's. */
  skewMs: number;
  /** Why it must not keep budgets; undefined where it may. */
  unfit: string | undefined;
}>;

const READS_BOOKS = "return redis.call('hget', KEYS[1], 'id')";

/** Whether it could write its data lately: if not, it takes no writes, or stops taking them at the next save. */
const whyUnwritten = (save: string | undefined, log: string | undefined): string | undefined =>
  [save, log].includes("err")
    ? withMend("MISCONF the last time that it wrote its data to disk failed")
    : undefined;

/**
 * Looks at the server that the configuration names, and changes nothing there.
 * @throws Error with the address and the reason where it cannot be asked
 */
export async function lookAtValkey(config: ValkeyConfig): Promise<ValkeyFacts> {
  const client = connectValkey(config);
  let timer: NodeJS.Timeout | undefined;
  let reason = "nobody answers";
  client.on("error", (error: Error) => {
    reason = error.message;
  });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once("ready", () => resolve());
      timer = setTimeout(() => reject(new Error(reason)), config.connect_timeout_ms);
    });
    const askedAtMs = Date.now();
    const [seconds, microseconds] = await client.time();
    const skewMs =
      Number(seconds) * 1_000 + Number(microseconds) / 1_000 - (askedAtMs + Date.now()) / 2;
    // What all budgets rest on, and a user may lack: a script, which reads one key of theirs.
    await client.eval(READS_BOOKS, 1, `{${config.prefix}}:budgets`);
    const info = await client.info();
    const told = (name: string): string | undefined =>
      new RegExp(`^${name}:([^\\r\\n]*)`, "m").exec(info)?.[1];
    const version = told("valkey_version") ?? told("redis_version") ?? "";
    return {
      address: addressOf(config),
      version,
      keepsLog: told("aof_enabled") === "1",
      skewMs: Math.round(skewMs),
      unfit:
        told("role") === "slave"
          ? "it is a replica of another server, and takes no writes"
          : (whyUnfit(version, told("maxmemory_policy") ?? "") ??
            whyUnwritten(told("rdb_last_bgsave_status"), told("aof_last_write_status"))),
    };
  } catch (error) {
    const why = withMend(error instanceof Error ? error.message : String(error));
    throw new Error(`${addressOf(config)}: ${why}`, { cause: error });
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}
