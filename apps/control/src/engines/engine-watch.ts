import { addressOf, lookAtValkey } from "@headgate/budgets";
import type { EngineStatus, HeadgateConfig, StoreFailure, ValkeyConfig } from "@headgate/contract";
import type { LedgerExtent, LedgerStore, StateStore } from "@headgate/ledger";
import type { Logger } from "pino";
import type { StoreErrors } from "./store-errors.ts";
import { type Look, watchEngine } from "./watched-engine.ts";

/** How often servers are looked at though nobody asks: so it is known since when one does not answer. */
export const ENGINE_TICK_MS = 5_000;
/** Who asks how all stands waits for a server at most so long: what answers at all does so in a fraction of it. */
const SERVER_ANSWERS_MS = 2_000;
/** DuckDB is this process's own thread: it is not away, but can be busy. */
const OWN_FILE_ANSWERS_MS = 10_000;
/** Two machines whose clocks are further apart put one moment's calls into windows that people see differ. */
const MOST_SKEW_MS = 2_000;

/** The engines that this process rests on, and whether they answer. */
export interface EngineWatch {
  /** How far the ledger reaches; waits for at most `withinMs`, or as long as its kind allows. */
  extent(withinMs?: number): Promise<Look<LedgerExtent>>;
  /** The servers that the configuration names, in the order ledger, state, counters; none where all is this machine's own. */
  servers(): Promise<readonly EngineStatus[]>;
  /** The same as it was last found, without asking; none before the first look. */
  known(): readonly EngineStatus[];
  /** How much later each server's time is than this machine's, as it was last found; only of those where it is known. */
  skews(): readonly Readonly<{ part: Part; skewMs: number }>[];
  /** How often the servers that the configuration names did not do what they were asked, since this process began. */
  errors(): readonly Readonly<{ part: Part; failure: StoreFailure; count: number }>[];
  /** Looks at the servers, and logs which ceased to answer and which answer again. */
  tick(): Promise<void>;
}

type Options = Readonly<{
  stores: HeadgateConfig["stores"];
  ledger: Pick<LedgerStore, "extent">;
  /** The time of the ledger's server; absent where it has none. */
  ledgerClockMs?: (() => Promise<number>) | undefined;
  /** How much later PostgreSQL's time is than this machine's, where it is known. */
  stateSkewMs?: (() => number | undefined) | undefined;
  state: Pick<StateStore, "keysVersion">;
  /** Told of what failed by whoever opened them. */
  storeErrors: StoreErrors;
  nowMs: () => number;
  log: Logger;
}>;

type Part = EngineStatus["part"];
type Server = Readonly<{
  part: Part;
  engine: string;
  address: string;
  look: () => Promise<Look<string | null>>;
}>;

export function createEngineWatch({
  stores,
  ledger,
  ledgerClockMs,
  state,
  stateSkewMs,
  storeErrors,
  nowMs,
  log,
}: Options): EngineWatch {
  const watchedLedger = watchEngine({ ask: () => ledger.extent(), nowMs });
  const extent = (
    withinMs = stores.ledger.kind === "duckdb" ? OWN_FILE_ANSWERS_MS : SERVER_ANSWERS_MS,
  ): Promise<Look<LedgerExtent>> => watchedLedger.look(withinMs);

  const skews = new Map<Part, number>();
  /** Notes it, and says what is wrong with it. */
  const compared = (part: Part, skewMs: number | undefined): string | null => {
    if (skewMs === undefined) skews.delete(part);
    else skews.set(part, skewMs);
    return skewMs === undefined ? null : skewProblem(skewMs);
  };
  /** A clock that is not told is no trouble of its own: whether the server answers is known already. */
  const ledgerClock = watchEngine({ ask: async () => skewOf(ledgerClockMs, nowMs), nowMs });
  const ledgerSkewMs = async (): Promise<number | undefined> => {
    const look = await ledgerClock.look(SERVER_ANSWERS_MS);
    return look.answers ? look.answer : undefined;
  };

  const watched: Server[] = [];
  if (stores.ledger.kind === "clickhouse") {
    const address = new URL(stores.ledger.url).host;
    watched.push({
      ...{ part: "ledger", engine: "ClickHouse", address },
      look: async () => {
        const look = await extent();
        const problem = compared("ledger", look.answers ? await ledgerSkewMs() : undefined);
        return look.answers ? { answers: true, answer: problem } : look;
      },
    });
  }
  if (stores.state.kind === "postgres") {
    const { host, pathname } = new URL(stores.state.url);
    const engine = watchEngine({ ask: () => state.keysVersion(), nowMs });
    watched.push({
      ...{ part: "state", engine: "PostgreSQL", address: `${host}${pathname}` },
      look: async () => {
        const look = await engine.look(SERVER_ANSWERS_MS);
        const problem = compared("state", look.answers ? stateSkewMs?.() : undefined);
        return look.answers ? { answers: true, answer: problem } : look;
      },
    });
  }
  if (stores.counters.kind === "valkey") {
    const counters: ValkeyConfig = {
      ...stores.counters,
      connect_timeout_ms: Math.min(stores.counters.connect_timeout_ms, SERVER_ANSWERS_MS),
    };
    const engine = watchEngine({ ask: () => lookAtValkey(counters), nowMs });
    watched.push({
      ...{ part: "counters", engine: "Valkey or Redis", address: addressOf(counters) },
      look: async () => {
        const look = await engine.look(SERVER_ANSWERS_MS);
        const problem = compared("counters", look.answers ? look.answer.skewMs : undefined);
        if (!look.answers) return look;
        return { answers: true, answer: look.answer.unfit ?? problem };
      },
    });
  }

  const statusOf = async (server: Server): Promise<EngineStatus> => {
    const { part, engine, address } = server;
    const look = await server.look();
    return {
      ...{ part, engine, address },
      not_answering_since: look.answers ? null : new Date(look.sinceMs).toISOString(),
      problem: look.answers ? look.answer : look.problem,
    };
  };
  let known: readonly EngineStatus[] = [];
  const servers = async (): Promise<readonly EngineStatus[]> => {
    known = await Promise.all(watched.map(statusOf));
    return known;
  };

  const away = new Set<Part>();
  return {
    extent,
    servers,
    known: () => known,
    skews: () =>
      watched.flatMap(({ part }) => {
        const skewMs = skews.get(part);
        return skewMs === undefined ? [] : [{ part, skewMs }];
      }),
    errors: () =>
      watched.flatMap(({ part }) =>
        storeErrors.counts(part).map(([failure, count]) => ({ part, failure, count })),
      ),
    tick: async () => {
      for (const server of await servers()) {
        const { part, engine, address, not_answering_since: since, problem } = server;
        if (since !== null && !away.has(part)) {
          away.add(part);
          log.warn({ part, since, problem }, `${engine} at ${address} does not answer`);
        } else if (since === null && away.delete(part)) {
          log.info({ part }, `${engine} at ${address} answers again`);
        }
      }
    },
  };
}

/** The server told its time half way between question and answer, as far as is known here. */
async function skewOf(
  clockMs: (() => Promise<number>) | undefined,
  nowMs: () => number,
): Promise<number | undefined> {
  if (clockMs === undefined) return undefined;
  const askedAtMs = nowMs();
  const serverMs = await clockMs();
  return Math.round(serverMs - (askedAtMs + nowMs()) / 2);
}

const skewProblem = (skewMs: number): string | null =>
  Math.abs(skewMs) <= MOST_SKEW_MS
    ? null
    : `its time differs from this machine's by ${skewMs} ms: have all machines set their time by the same source (NTP)`;
