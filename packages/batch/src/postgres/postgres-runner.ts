import type { Postgres } from "@headgate/postgres";
import type { Runner, Statement, Work } from "../sql/work.ts";

type Client = Readonly<{
  query(
    text: string,
    values?: unknown[],
  ): Promise<Readonly<{ rows: readonly unknown[]; rowCount: number | null }>>;
}>;

/** One schema of PostgreSQL: everything here waits for the network, and blocks no thread. */
export class PostgresRunner implements Runner {
  readonly #postgres: Postgres;
  /** The same statement with its values' names, by itself. */
  readonly #texts = new Map<string, string>();

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
  }

  /** Changes come one after the other, as SQLite's do, so that the same statements are right in both. */
  changing<Result>(work: () => Work<Result>): Promise<Result> {
    return this.#whole("begin", async (client) => {
      const name = `headgate batch ${this.#postgres.schema}`;
      await client.query("select pg_advisory_xact_lock(hashtext($1))", [name]);
      return await this.#done(client, work);
    });
  }

  reading<Result>(work: () => Work<Result>): Promise<Result> {
    return this.#whole("begin isolation level repeatable read read only", (client) =>
      this.#done(client, work),
    );
  }

  close(): Promise<void> {
    return this.#postgres.close();
  }

  async #done<Result>(client: Client, work: () => Work<Result>): Promise<Result> {
    const steps = work();
    let step = steps.next();
    while (step.done !== true) step = steps.next(await this.#answer(client, step.value));
    return step.value;
  }

  async #answer(client: Client, { asks, text, values }: Statement): Promise<unknown> {
    const { rows, rowCount } = await client.query(this.#textOf(text), [...values]);
    return asks === "rows" ? rows : rowCount;
  }

  async #whole<Result>(begin: string, work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = await this.#postgres.pool.connect();
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query("commit");
      client.release();
      return result;
    } catch (error) {
      // A connection that cannot even roll back is not used again.
      const isBroken = await client.query("rollback").then(
        () => false,
        () => true,
      );
      client.release(isBroken);
      throw error;
    }
  }

  #textOf(text: string): string {
    let numbered = this.#texts.get(text);
    if (numbered === undefined) {
      const [head = "", ...rest] = text.split("?");
      numbered = head + rest.map((part, index) => `$${index + 1}${part}`).join("");
      this.#texts.set(text, numbered);
    }
    return numbered;
  }
}
