import { createKeyResponse } from "@headgate/contract";
import { openPostgres } from "@headgate/postgres";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { newSchema, startOnPostgres } from "./start-on-postgres.fixture.ts";

const url = process.env.HEADGATE_TEST_POSTGRES ?? "";
const PATIENCE = { timeout: 60_000, interval: 100 };

/** A user that owns these schemas and may make none. */
async function given(schemas: readonly string[]) {
  const owner = await openPostgres({
    ...{ url, schema: "public", max_connections: 2, connect_timeout_ms: 5_000 },
  });
  const user = `user_${schemas[0]}`;
  await owner.pool.query(`create role ${user} login`);
  onTestFinished(async () => {
    await owner.pool.query(`drop owned by ${user} cascade`);
    await owner.pool.query(`drop role ${user}`);
    await owner.close();
  });
  for (const schema of schemas) {
    await owner.pool.query(`create schema ${schema} authorization ${user}`);
  }
  const asUser = new URL(url);
  asUser.username = user;
  return {
    url: asUser.href,
    /** How many tables of its own each of them has. */
    tables: async () => {
      const { rows } = await owner.pool.query(
        "select schemaname, count(*)::int as count from pg_tables where tableowner = $1 group by 1 order by 1",
        [user],
      );
      return rows as readonly Readonly<{ schemaname: string; count: number }>[];
    },
  };
}

describe.skipIf(url === "")("a user of PostgreSQL", () => {
  test("that owns the three schemas runs a control process that leads, keeps keys and takes work that can wait", async () => {
    const schema = newSchema();
    const schemas = [schema, `${schema}_batch`, `${schema}_control`];
    const user = await given(schemas);

    const control = await startOnPostgres({ url: user.url, schema });
    await vi.waitFor(async () => expect((await control.leaders()).this).toBe(true), PATIENCE);
    const made = await control.ask("/api/keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "ci", attribution: {}, tags: {} }),
    });
    const work = await control.ask("/api/batches");

    expect(createKeyResponse.parse(await made.json()).key.name).toBe("ci");
    expect(work.status).toBe(200);
    expect((await user.tables()).map(({ schemaname }) => schemaname)).toEqual(schemas);
  });

  test("that lacks one of the three is told which, and what to grant", async () => {
    const schema = newSchema();
    const user = await given([schema, `${schema}_control`]);

    await expect(startOnPostgres({ url: user.url, schema })).rejects.toMatchObject({
      message: expect.stringMatching(
        new RegExp(`schema ${schema}_batch.*permission denied.*grant the user CREATE`),
      ),
    });
  });
});
