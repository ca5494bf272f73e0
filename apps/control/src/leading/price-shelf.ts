import type { Postgres } from "@headgate/postgres";

/** Stands for a file that was taken away: one that was never there is not on the shelf. */
export const GONE = "";

/** Price files that all nodes have, in what they share. */
export interface PriceShelf {
  /** What is there of each file, as digests; {@link GONE} of one that was taken away. */
  digests(): Promise<ReadonlyMap<string, string>>;
  /** A file's text; undefined where it is another one by now. */
  read(path: string, digest: string): Promise<string | undefined>;
  /** Puts a file in place of the one that was known; `was` undefined: none was. @returns whether nobody else was first */
  replace(
    file: Readonly<{ path: string; was: string | undefined; digest: string; content: string }>,
  ): Promise<boolean>;
}

export const postgresPriceShelf = ({ pool }: Pick<Postgres, "pool">): PriceShelf => ({
  digests: async () => {
    const { rows } = await pool.query<{ path: string; digest: string }>(
      "select path, digest from price_files",
    );
    return new Map(rows.map(({ path, digest }) => [path, digest]));
  },
  read: async (path, digest) => {
    const { rows } = await pool.query<{ content: string }>(
      "select content from price_files where path = $1 and digest = $2",
      [path, digest],
    );
    return rows[0]?.content;
  },
  replace: async ({ path, was, digest, content }) => {
    const { rowCount } =
      was === undefined
        ? await pool.query(
            "insert into price_files (path, digest, content) values ($1, $2, $3) on conflict do nothing",
            [path, digest, content],
          )
        : await pool.query(
            "update price_files set digest = $3, content = $4 where path = $1 and digest = $2",
            [path, was, digest, content],
          );
    return rowCount === 1;
  },
});
