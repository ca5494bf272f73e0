import { spawnSync } from "node:child_process";
import type { StoreFailure } from "@headgate/contract";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { temporaryFolder } from "../spool/spool-files.fixture.ts";
import { migrations } from "./migrations.ts";
import { openPostgresState } from "./open-postgres-state.ts";
import { schemaOf, testServer } from "./postgres.fixture.ts";
import { connectToPostgres } from "./postgres-connection.ts";
import { stateStoreConformance } from "./store.conformance.ts";

const key = { name: "ci", attribution: {}, tags: {}, nowMs: 1 };

describe.skipIf(testServer === undefined)("state on PostgreSQL", () => {
  stateStoreConformance("PostgreSQL", (folder) => openPostgresState(schemaOf(folder)));

  test("several processes that open a new schema at once make it once", async () => {
    const options = schemaOf(await temporaryFolder());

    const stores = await Promise.all([1, 2, 3, 4].map(() => openPostgresState(options)));
    onTestFinished(async () => {
      await Promise.all(stores.map((store) => store.close()));
    });
    await Promise.all(stores.map((store) => store.createKey(key)));

    expect((await stores[0]?.keySnapshot())?.version).toBe(4);
  });

  test("a schema of a newer version is refused with its place, and without the password", async () => {
    const options = schemaOf(await temporaryFolder());
    const secret = new URL(options.url);
    secret.password = "not-to-be-told";
    await (await openPostgresState(options)).close();
    await ask(
      options.schema,
      `insert into schema_migrations (step) values (${migrations.length + 1})`,
    );

    const opening = openPostgresState({ ...options, url: secret.href });

    await expect(opening).rejects.toMatchObject({
      code: "state_unusable",
      message: expect.stringMatching(new RegExp(`schema ${options.schema}.*newer version`)),
    });
    await expect(opening).rejects.not.toMatchObject({
      message: expect.stringContaining("not-to-be-told"),
    });
  });

  test("a database that takes no writes answers questions, and each write is counted and told with its mend", async () => {
    const options = schemaOf(await temporaryFolder());
    const name = `read_only_${options.schema}`;
    await ask(options.schema, `create role ${name} login superuser`);
    const url = new URL(options.url);
    url.username = name;
    const own = { ...options, url: url.href };
    const failures: StoreFailure[] = [];
    const store = await openPostgresState(own, (failure) => failures.push(failure));
    onTestFinished(async () => {
      await store.close();
      await ask(options.schema, `drop owned by ${name} cascade; drop role ${name}`);
    });

    // From now on its sessions write nothing, as all of a standby's.
    await ask(
      options.schema,
      `alter role ${name} set default_transaction_read_only = on;
       select pg_terminate_backend(pid) from pg_stat_activity where usename = '${name}'`,
    );
    await vi.waitFor(async () => expect((await store.keySnapshot()).version).toBe(0));
    failures.length = 0;
    await store.keySnapshot();
    expect(failures).toEqual([]);
    await expect(store.createKey(key)).rejects.toThrow(/name the primary/);
    expect(failures).toEqual(["read_only"]);
    await expect(openPostgresState({ ...own, schema: `${own.schema}_new` })).rejects.toThrow(
      /name the primary/,
    );
  });

  test("a migration that was broken off leaves nothing, and is done by the next start", async () => {
    const options = schemaOf(await temporaryFolder());
    const { migrate, openPostgres } = await import("@headgate/postgres");
    const postgres = await openPostgres(options);
    onTestFinished(() => postgres.close());
    const [first = []] = migrations;

    await expect(
      migrate(postgres, [first, ["create table half (n integer)", "broken"]]),
    ).rejects.toThrow(/broken/);

    const store = await openPostgresState(options);
    onTestFinished(() => store.close());
    expect(await store.listKeys()).toEqual([]);
  });

  test("a user that may make no schema is told what to grant, and may use one that was made for it", async () => {
    const options = schemaOf(await temporaryFolder());
    const user = `u_${options.schema}`;
    await ask("public", `create role ${user} login`);
    const url = new URL(options.url);
    url.username = user;
    const asUser = { ...options, url: url.href };

    await expect(openPostgresState(asUser)).rejects.toMatchObject({
      code: "state_unusable",
      message: expect.stringMatching(/permission denied.*grant the user CREATE/),
    });

    await ask("public", `create schema ${options.schema} authorization ${user}`);
    const store = await openPostgresState(asUser);
    onTestFinished(() => store.close());
    await store.createKey(key);
    expect(await store.listKeys()).toHaveLength(1);
  });

  test("what pg_dump copied is there again after pg_restore, keys and all", async ({ skip }) => {
    const options = schemaOf(await temporaryFolder());
    const store = await openPostgresState(options);
    const { key: made } = await store.createKey(key);
    await store.close();
    const dump = spawnSync(
      "pg_dump",
      ["--format=custom", `--schema=${options.schema}`, options.url],
      { maxBuffer: 1 << 26 },
    );
    if (dump.error !== undefined) skip("pg_dump is not installed");
    expect(dump.stderr.toString()).toBe("");
    await ask("public", `drop schema ${options.schema} cascade`);

    const restore = spawnSync("pg_restore", ["--no-owner", `--dbname=${options.url}`], {
      input: dump.stdout,
    });

    expect(restore.stderr.toString()).toBe("");
    const again = await openPostgresState(options);
    onTestFinished(() => again.close());
    expect(await again.listKeys()).toEqual([made]);
  });

  test("one who publishes and hangs keeps others from its own file alone: not a Headgate of another schema", async () => {
    const [hanging, other] = [
      await connectToPostgres(schemaOf(await temporaryFolder())),
      await connectToPostgres(schemaOf(await temporaryFolder())),
    ];
    let letGo: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    onTestFinished(async () => {
      await Promise.all([hanging.close(), other.close()]);
    });
    const hangs = hanging.publishing("/data/keys.json", () => until);

    expect(await other.publishing("/data/keys.json", async () => "published")).toBe("published");

    letGo();
    await hangs;
  });

  test("a server that is not there is named with what to look at", async () => {
    await expect(
      openPostgresState({ ...schemaOf("none"), url: "postgres://127.0.0.1:1/headgate" }),
    ).rejects.toMatchObject({
      code: "state_unusable",
      message: expect.stringMatching(/127\.0\.0\.1:1\/headgate.*ECONNREFUSED.*stores\.state\.url/),
    });
  });

  test("a database that is not there is named with what to do", async () => {
    const url = new URL(schemaOf("none").url);
    url.pathname = "/none_such";

    await expect(openPostgresState({ ...schemaOf("none"), url: url.href })).rejects.toMatchObject({
      code: "state_unusable",
      message: expect.stringMatching(/none_such.*createdb/),
    });
  });
});

/** One statement in a schema, by the owner of the database. */
async function ask(schema: string, statement: string): Promise<void> {
  const { openPostgres } = await import("@headgate/postgres");
  const postgres = await openPostgres({ ...schemaOf("any"), schema });
  await postgres.pool.query(statement);
  await postgres.close();
}
