import type { Postgres } from "@headgate/postgres";
import type { Logger } from "pino";

/** How often nodes tell how many rows they put into the ledger that they share. */
export const LOADS_TICK_MS = 1_000;

/** Where nodes add up what they put into the ledger. */
export interface LoadsTable {
  add(node: string, rows: number): Promise<void>;
  /** Rows by node, since it was first seen. */
  all(): Promise<ReadonlyMap<string, number>>;
}

export const postgresLoadsTable = ({ pool }: Pick<Postgres, "pool">): LoadsTable => ({
  add: async (node, rows) => {
    await pool.query(
      `insert into node_loads (node, rows_added) values ($1, $2)
       on conflict (node) do update set rows_added = node_loads.rows_added + excluded.rows_added`,
      [node, rows],
    );
  },
  all: async () => {
    const { rows } = await pool.query<{ node: string; rows_added: number }>(
      "select node, rows_added from node_loads",
    );
    return new Map(rows.map(({ node, rows_added: added }) => [node, added]));
  },
});

/**
 * Tells listeners of this node what other nodes put into the ledger: a console behind a balancer has its feed from one of
 * them, and shows all.
 */
export interface LoadsElsewhere {
  /** This node's own loader has put rows into the ledger. */
  loaded(rows: number): void;
  /** Tells others, and hears of them; what fails is told once, and made up for when it works again. */
  tick(at: Readonly<{ node: string; table: LoadsTable }>): Promise<void>;
}

type Options = Readonly<{ onLoaded: (rows: number) => void; log: Logger }>;

export function createLoadsElsewhere({ onLoaded, log }: Options): LoadsElsewhere {
  let untold = 0;
  let known: ReadonlyMap<string, number> | undefined;
  let isFailureTold = false;
  let underWay = false;

  const look = async ({ node, table }: Parameters<LoadsElsewhere["tick"]>[0]): Promise<void> => {
    const telling = untold;
    if (telling > 0) {
      await table.add(node, telling);
      untold -= telling;
    }
    const now = await table.all();
    const before = known;
    known = now;
    // What was there before the first look is in every page that was opened since.
    if (before === undefined) return;
    let rows = 0;
    for (const [other, sum] of now) {
      if (other !== node) rows += Math.max(0, sum - (before.get(other) ?? 0));
    }
    if (rows > 0) onLoaded(rows);
  };

  return {
    loaded: (rows) => {
      untold += rows;
    },
    tick: async (at) => {
      if (underWay) return;
      underWay = true;
      try {
        await look(at);
        isFailureTold = false;
      } catch (error) {
        if (!isFailureTold) {
          log.error({ err: error }, "the live feed tells of this node's calls alone");
        }
        isFailureTold = true;
      } finally {
        underWay = false;
      }
    },
  };
}
