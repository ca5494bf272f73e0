import type { Postgres } from "@headgate/postgres";

/** What a node treats calls by, as digests. */
export type NodeSettings = Readonly<{
  /** Of its configuration, but for what is each node's own. */
  config: string;
  /** Of its prices and of what the configuration says of them. */
  priceBook: string;
}>;

/** Where nodes tell what they go by. */
export interface NodeSettingsTable {
  /** Also forgets those that have told nothing since a moment. */
  tell(node: string, settings: NodeSettings, atMs: number, forgetBeforeMs: number): Promise<void>;
  all(): Promise<ReadonlyMap<string, NodeSettings>>;
}

export const nodeSettingsTable = ({ pool }: Pick<Postgres, "pool">): NodeSettingsTable => ({
  tell: async (node, { config, priceBook }, atMs, forgetBeforeMs) => {
    await pool.query(
      `insert into node_settings (node, config, price_book, told_at_ms) values ($1, $2, $3, $4)
       on conflict (node) do update set config = excluded.config, price_book = excluded.price_book,
         told_at_ms = excluded.told_at_ms`,
      [node, config, priceBook, atMs],
    );
    await pool.query("delete from node_settings where told_at_ms < $1", [forgetBeforeMs]);
    await pool.query(
      "delete from node_loads where node not in (select node from node_settings) and node <> $1",
      [node],
    );
  },
  all: async () => {
    const { rows } = await pool.query<{ node: string; config: string; price_book: string }>(
      "select node, config, price_book from node_settings",
    );
    return new Map(
      rows.map(({ node, config, price_book: priceBook }) => [node, { config, priceBook }]),
    );
  },
});
