import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../spool/spool-files.fixture.ts";
import { readKeySnapshot } from "./key-snapshot-file.ts";
import { migrations } from "./migrations.ts";
import { openSqliteState } from "./open-sqlite-state.ts";
import { stateStoreConformance } from "./store.conformance.ts";

stateStoreConformance("SQLite", (folder) =>
  openSqliteState({ path: join(folder, "state.sqlite") }),
);

const key = { name: "ci", attribution: {}, tags: {}, nowMs: 1 };

test("a file that is no database is refused with its path, and left as it was", async () => {
  const path = join(await temporaryFolder(), "state.sqlite");
  await writeFile(path, "this is no database ".repeat(400));

  await expect(openSqliteState({ path })).rejects.toMatchObject({
    code: "state_unusable",
    message: expect.stringContaining(path),
  });

  expect(await readFile(path, "utf8")).toBe("this is no database ".repeat(400));
});

test("a database with a damaged page is refused with its path", async () => {
  const path = join(await temporaryFolder(), "state.sqlite");
  const store = await openSqliteState({ path });
  for (let count = 0; count < 50; count += 1) await store.createKey(key);
  await store.close();
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0xff, 4096, bytes.length));

  await expect(openSqliteState({ path })).rejects.toMatchObject({
    code: "state_unusable",
    message: expect.stringContaining(path),
  });
});

test("a folder in the place of the file is refused with its path", async () => {
  const path = await temporaryFolder();

  await expect(openSqliteState({ path })).rejects.toMatchObject({
    code: "state_unusable",
    message: expect.stringContaining(path),
  });
});

test("a database of a newer version is refused", async () => {
  const path = join(await temporaryFolder(), "state.sqlite");
  await (await openSqliteState({ path })).close();
  const { default: Database } = await import("libsql");
  const database = new Database(path);
  database.exec("insert into schema_migrations (step) values (999)");
  database.close();

  await expect(openSqliteState({ path })).rejects.toMatchObject({
    code: "state_unusable",
    message: expect.stringContaining("newer version"),
  });
});

test("spans of alarms that an older version kept are read, without the slice that it did not keep", async () => {
  const path = join(await temporaryFolder(), "state.sqlite");
  const { default: Database } = await import("libsql");
  const database = new Database(path);
  database.exec("create table schema_migrations (step integer primary key, applied_at text)");
  for (const [index, statements] of migrations.slice(0, 6).entries()) {
    for (const statement of statements) database.exec(statement);
    database.exec(`insert into schema_migrations (step) values (${index + 1})`);
  }
  database.exec("insert into alarm_spans values ('spend', 'above', 1, 2)");
  database.close();

  const store = await openSqliteState({ path });

  expect(await store.alarmSpans("spend")).toEqual([
    { direction: "above", slice: "not_kept", startMs: 1, endMs: 2 },
  ]);
  await store.close();
});

test("no secret is in the file, and only its owner may read it", async () => {
  const path = join(await temporaryFolder(), "state.sqlite");
  const store = await openSqliteState({ path });
  const { secret } = await store.createKey(key);
  await store.close();

  expect((await readFile(path)).includes(secret.slice(3))).toBe(false);
  if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("several processes make keys and publish them at once, and the last publication has all", async () => {
  const folder = await temporaryFolder();
  const program = fileURLToPath(new URL("./make-keys.fixture.ts", import.meta.url));

  const children = Array.from({ length: 3 }, () =>
    spawn(
      process.execPath,
      ["--conditions=@headgate/source", "--import", "tsx", program, folder, "10"],
      { stdio: "inherit" },
    ),
  );
  const exits = await Promise.all(children.map((child) => once(child, "exit")));

  expect(exits).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ]);
  const snapshot = await readKeySnapshot(join(folder, "keys.json"));
  expect(snapshot?.version).toBe(30);
  expect(snapshot?.keys).toHaveLength(30);
});
