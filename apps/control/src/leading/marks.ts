import { migrate, type Postgres } from "@headgate/postgres";
import { controlMigrations } from "./control-tables.ts";

/** What was done for all nodes and is not done again, by name: files of one node do not tell the others. */
export interface Marks {
  has(name: string): Promise<boolean>;
  /** Twice is once. */
  set(name: string, nowMs: number): Promise<void>;
}

/** @throws what `pg` throws where the schema cannot be made */
export async function openMarks(postgres: Pick<Postgres, "pool" | "schema">): Promise<Marks> {
  await migrate(postgres, controlMigrations);
  const { pool } = postgres;
  return {
    has: async (name) => {
      const { rowCount } = await pool.query("select 1 from marks where name = $1", [name]);
      return rowCount === 1;
    },
    set: async (name, nowMs) => {
      await pool.query("insert into marks (name, at_ms) values ($1, $2) on conflict do nothing", [
        name,
        nowMs,
      ]);
    },
  };
}
