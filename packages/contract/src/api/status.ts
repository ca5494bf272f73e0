import { z } from "zod";

const count = z.int().nonnegative();

/** How the loader is doing: what it moved from the spool into the ledger, what is left, what was set aside. */
export const loaderStatusSchema = z.object({
  rows_added: count,
  /** Rows that were in the ledger already: a repeated row id changes nothing. */
  rows_already_there: count,
  /** Of these, rows that differ from the one in the ledger: never, unless a spool file was tampered with. */
  rows_conflicting: count,
  lines_quarantined: count,
  torn_tails: count,
  bytes_waiting: count,
  /** Age of the oldest row that waits to be loaded; null when none waits. */
  lag_ms: z.number().nonnegative().nullable(),
  last_error: z.string().nullable(),
});
export type LoaderStatus = z.infer<typeof loaderStatusSchema>;

/** A server that this Headgate rests on, as it was found when it was last asked. */
export const engineStatusSchema = z.object({
  /** What of `stores` it keeps. */
  part: z.enum(["ledger", "state", "counters"]),
  engine: z.string(),
  /** Host and port, without anything secret. */
  address: z.string(),
  /** When the first question was asked that it left open; null while it answers. */
  not_answering_since: z.iso.datetime().nullable(),
  /** What is wrong, in words; null where nothing is. */
  problem: z.string().nullable(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const statusSchema = z.object({
  version: z.string(),
  /** `demo`: simulated providers and traffic; `live`: the configured ones. */
  mode: z.enum(["demo", "live"]),
  /** True when every configured provider is a stand-in. */
  simulated: z.boolean(),
  providers: z.array(z.object({ name: z.string(), kind: z.string(), simulated: z.boolean() })),
  data_directory: z.string(),
  started_at: z.iso.datetime(),
  ledger: z.object({
    /** Attempts of calls. Null while the ledger does not answer: `engines` says since when, and why. */
    rows: count.nullable(),
    first_row_at: z.iso.datetime().nullable(),
    last_row_at: z.iso.datetime().nullable(),
    /** From the first charge period of any bill line to the end of the last; null where no bill came in. */
    bills_from: z.iso.datetime().nullable(),
    bills_to: z.iso.datetime().nullable(),
    /**
     * To the end of the last bill line of a day or less: later days are not known, even where a tax or a fee of the month
     * ends behind them. Where there are longer lines alone, the same as `bills_to`.
     */
    bills_daily_to: z.iso.datetime().nullable(),
  }),
  loader: loaderStatusSchema,
  /** Since when keys, alarms and work that waits are held for a move of the stores; absent where they are not. */
  held_since: z.iso.datetime().optional(),
  /** The servers that `stores` names; absent where all is kept on this machine. */
  engines: z.array(engineStatusSchema).optional(),
  /** All control processes that share the state, the one that answers included; absent where there is one alone. */
  control_processes: z
    .array(
      z.object({
        node: z.string(),
        version: z.string(),
        leads: z.boolean(),
        is_this: z.boolean(),
        /** What it goes by, in the form of `settings`; null while it has told nothing. */
        config: z.string().nullable().optional(),
        price_book: z.string().nullable().optional(),
      }),
    )
    .optional(),
  /** What this node treats calls by: nodes with the same digests treat and price them alike. */
  settings: z
    .object({
      /** Of the configuration, but for listen, admin_key, history_salt, spool, stores and move_to. */
      config: z.string(),
      /** Of all prices and of what the configuration says of them, with the day of the latest. */
      price_book: z.string(),
    })
    .optional(),
});
export type Status = z.infer<typeof statusSchema>;

/** An event of `GET /api/live`: the loader has put rows into the ledger. */
export const liveEventSchema = z.object({ rows_added: count, loaded_at: z.iso.datetime() });
export type LiveEvent = z.infer<typeof liveEventSchema>;
