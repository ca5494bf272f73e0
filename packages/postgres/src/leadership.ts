import type { Client } from "pg";
import type { Postgres } from "./open-postgres.ts";
import { postgresProblem } from "./postgres-problem.ts";

const HEARTBEAT_MS = 1_000;
/** A heartbeat that is not answered by then has ended leadership. */
const HEARTBEAT_TIMEOUT_MS = 2_000;
/**
 * PostgreSQL ends a session that says nothing for so long, and with it its locks
 * (https://www.postgresql.org/docs/16/runtime-config-client.html, read 2026-11-29): a leader that is cut off or stopped is
 * followed by another after this time. Longer than {@link TRUSTED_MS}, so that two never lead at once.
 */
const SESSION_TIMEOUT_MS = 6_000;
/** Further apart, and rows of one moment lie in hours that people see differ. */
const MOST_SKEW_MS = 2_000;
/** A leader that was not answered for so long does not count as one, whatever its timers do. */
const TRUSTED_MS = 4_000;

/** Which locks are ours: "hgLD" for the leader's, "hgCD" for every candidate's. */
const LEADER_LOCK = 0x68674c44;
const CANDIDATE_LOCK = 0x68674344;

/** A process that stands for leadership. */
export type Candidate = Readonly<{
  version: string;
  node: string;
  leads: boolean;
  /** The one that asks. */
  isThis: boolean;
}>;

/** One process's part in who leads. */
export interface Leadership {
  /** True while this process leads, and known to be at most a few seconds ago. */
  leads(): boolean;
  /** All that stand, this one included, as of the last heartbeat; empty while the database is away. */
  candidates(): readonly Candidate[];
  /** How much later the server's time was than this machine's at the last heartbeat; undefined while it is not known. */
  skewMs(): number | undefined;
  /** Stands down, so that another takes over at once. */
  close(): Promise<void>;
}

type Options = Readonly<{
  postgres: Pick<Postgres, "client" | "schema">;
  version: string;
  /** What tells this process from others to a person. */
  node: string;
  /** Told when leadership begins and when it is lost, the latter before another can lead; not of a `close`. */
  changed: (leads: boolean) => void;
  /** What stands in the way, once each time that it changes. */
  problem: (text: string) => void;
  /** This machine's time, which is compared with the server's: all nodes compare theirs with the same. */
  nowMs?: () => number;
}>;

/**
 * Stands for leadership among all processes of one schema: the one that holds an advisory lock of its own session leads.
 * Where the session ends, for whatever reason, so has leadership; it is tried again every second.
 * Needs a session of its own: a pooler that shares sessions between clients must not be in between.
 */
export function standForLeader(options: Options): Leadership {
  const { postgres, version, node, changed, problem, nowMs = Date.now } = options;
  let session: Client | undefined;
  let holds = false;
  let answeredAtMs = Number.NEGATIVE_INFINITY;
  let known: readonly Candidate[] = [];
  let told = "";
  let knownSkewMs: number | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const lose = (gone: Client | undefined): void => {
    if (gone === undefined || gone !== session) return;
    session = undefined;
    known = [];
    knownSkewMs = undefined;
    const led = holds;
    holds = false;
    if (led) changed(false);
    // Not waited for: it may be the network that is gone.
    gone.end().catch(() => undefined);
  };
  const tell = (text: string): void => {
    if (text !== "" && text !== told) problem(text);
    told = text;
  };

  const connected = async (): Promise<Client> => {
    if (session !== undefined) return session;
    const client = postgres.client(applicationName(version, node));
    client.on("error", () => lose(client));
    client.on("end", () => lose(client));
    await client.connect();
    session = client;
    await client.query(`set idle_session_timeout = ${SESSION_TIMEOUT_MS}`);
    await client.query("select pg_advisory_lock_shared($1, hashtext($2))", [
      CANDIDATE_LOCK,
      postgres.schema,
    ]);
    return client;
  };

  const beat = async (): Promise<void> => {
    const askedAtMs = performance.now();
    let client: Client | undefined;
    try {
      client = await connected();
      const sentAtMs = nowMs();
      const { rows } = await inTime(
        client.query<{ led: boolean; server_ms: string }>(
          `select ${holds ? "true" : "pg_try_advisory_lock($1, hashtext($2))"} as led,
             floor(extract(epoch from clock_timestamp()) * 1000)::text as server_ms`,
          holds ? [] : [LEADER_LOCK, postgres.schema],
        ),
      );
      const skewMs = Number(rows[0]?.server_ms) - (sentAtMs + nowMs()) / 2;
      if (client !== session || closed) return;
      answeredAtMs = askedAtMs;
      knownSkewMs = Math.round(skewMs);
      if (!holds && rows[0]?.led === true) {
        holds = true;
        changed(true);
      }
      known = await readCandidates(client, postgres.schema);
      tell([otherVersions(known, version), skewProblem(skewMs)].filter(Boolean).join("\n"));
    } catch (error) {
      tell(`who leads is not known: ${postgresProblem(error)}`);
      lose(client ?? session);
    }
  };
  const beatAgain = async (): Promise<void> => {
    await beat();
    if (closed) return;
    timer = setTimeout(() => {
      beating = beatAgain();
    }, HEARTBEAT_MS);
  };
  let beating = beatAgain();

  return {
    leads: () => holds && performance.now() - answeredAtMs < TRUSTED_MS,
    candidates: () => known,
    skewMs: () => knownSkewMs,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await beating;
      // Who stands down has lost nothing.
      holds = false;
      lose(session);
    },
  };
}

/** The same words however the difference wavers, so that it is told once: rounded to seconds. */
const skewProblem = (skewMs: number): string =>
  Math.abs(skewMs) <= MOST_SKEW_MS
    ? ""
    : `this machine's time differs from PostgreSQL's by about ${Math.round(skewMs / 1_000)} s: have all machines set their time by the same source (NTP)`;

async function inTime<Result>(asked: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("timeout of a heartbeat")), HEARTBEAT_TIMEOUT_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Who holds the candidates' lock, by the names of their sessions; of another role's session no name is shown. */
async function readCandidates(client: Client, schema: string): Promise<readonly Candidate[]> {
  const { rows } = await inTime(
    client.query<{ name: string | null; leads: boolean; is_this: boolean }>(
      `select activity.application_name as name, held.pid = pg_backend_pid() as is_this, exists (
         select 1 from pg_locks leader where leader.pid = held.pid and leader.granted
           and leader.locktype = 'advisory' and leader.classid::bigint = $2 and leader.objid = held.objid
           and leader.database = held.database) as leads
       from pg_locks held left join pg_stat_activity activity on activity.pid = held.pid
       where held.locktype = 'advisory' and held.granted and held.classid::bigint = $1
         and held.objid = hashtext($3)::oid
         and held.database = (select oid from pg_database where datname = current_database())
       order by activity.backend_start, held.pid`,
      [CANDIDATE_LOCK, LEADER_LOCK, schema],
    ),
  );
  return rows.map(({ name, leads, is_this }) => ({
    ...candidateIn(name ?? ""),
    leads,
    isThis: is_this,
  }));
}

/** PostgreSQL cuts names at 63 bytes and takes printable ASCII alone. */
const applicationName = (version: string, node: string): string =>
  `headgate ${version} ${node.replaceAll(/[^\w.:-]/g, "-")}`;

function candidateIn(name: string): Pick<Candidate, "version" | "node"> {
  const [, version = "unknown", node = "unknown"] = /^headgate (\S+) (\S+)$/.exec(name) ?? [];
  return { version, node };
}

function otherVersions(candidates: readonly Candidate[], version: string): string {
  const others = candidates.filter((one) => one.version !== version);
  if (others.length === 0) return "";
  const named = others.map((one) => `${one.node} runs ${one.version}`).join(", ");
  return `this process runs ${version}, but ${named}: finish the upgrade, or stop what does not belong here`;
}
