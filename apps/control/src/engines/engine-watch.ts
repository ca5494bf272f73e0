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
  /** How often the servers that the configuration names did not do what they were asked, since this process began. */
  errors(): readonly Readonly<{ part: Part; failure: StoreFailure; count: number }>[];
  /** Looks at the servers, and logs which ceased to answer and which answer again. */
  tick(): Promise<void>;
}

type Options = Readonly<{
  stores: HeadgateConfig["stores"];
  ledger: Pick<LedgerStore, "extent">;
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
  state,
  storeErrors,
  nowMs,
  log,
}: Options): EngineWatch {
  const watchedLedger = watchEngine({ ask: () => ledger.extent(), nowMs });
  const extent = (
    withinMs = stores.ledger.kind === "duckdb" ? OWN_FILE_ANSWERS_MS : SERVER_ANSWERS_MS,
  ): Promise<Look<LedgerExtent>> => watchedLedger.look(withinMs);

  const watched: Server[] = [];
  if (stores.ledger.kind === "clickhouse") {
    const address = new URL(stores.ledger.url).host;
    watched.push({
      ...{ part: "ledger", engine: "ClickHouse", address },
      look: async () => withoutProblem(await extent()),
    });
  }
  if (stores.state.kind === "postgres") {
    const { host, pathname } = new URL(stores.state.url);
    const engine = watchEngine({ ask: () => state.keysVersion(), nowMs });
    watched.push({
      ...{ part: "state", engine: "PostgreSQL", address: `${host}${pathname}` },
      look: async () => withoutProblem(await engine.look(SERVER_ANSWERS_MS)),
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
        if (!look.answers) return look;
        const { unfit, skewMs } = look.answer;
        return { answers: true, answer: unfit ?? skewProblem(skewMs) };
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

const withoutProblem = (look: Look<unknown>): Look<null> =>
  look.answers ? { answers: true, answer: null } : look;

const skewProblem = (skewMs: number): string | null =>
  Math.abs(skewMs) <= MOST_SKEW_MS
    ? null
    : `its time differs from this machine's by ${skewMs} ms: have all machines set their time by the same source (NTP)`;
