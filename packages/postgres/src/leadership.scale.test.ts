import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Leadership, standForLeader } from "./leadership.ts";
import { openPostgres, type Postgres } from "./open-postgres.ts";

const url = process.env.HEADGATE_TEST_POSTGRES;
const options = (schema: string) => ({
  url: url ?? "",
  schema,
  max_connections: 2,
  connect_timeout_ms: 5_000,
});
const newSchema = (): string => `lead_${process.pid}_${Math.random().toString(36).slice(2)}`;
const PATIENCE = { timeout: 60_000, interval: 50 };

describe.skipIf(url === undefined)("leadership", () => {
  test("a leader that is killed is followed within seconds", async () => {
    const schema = newSchema();
    const first = stand(schema, "first");
    await first.says("leads");
    const follower = await standHere(schema, "second");
    expect(follower.leadership.leads()).toBe(false);

    const killedAtMs = performance.now();
    first.child.kill("SIGKILL");
    await vi.waitFor(() => expect(follower.leadership.leads()).toBe(true), PATIENCE);

    report("killed", killedAtMs);
  });

  test("a leader that is stopped in the middle is followed, and knows it when it goes on", async () => {
    const schema = newSchema();
    const first = stand(schema, "first");
    await first.says("leads");
    const follower = await standHere(schema, "second");

    const stoppedAtMs = performance.now();
    first.child.kill("SIGSTOP");
    await vi.waitFor(() => expect(follower.leadership.leads()).toBe(true), PATIENCE);
    report("stopped", stoppedAtMs);
    first.child.kill("SIGCONT");

    await first.says("lost");
    expect(follower.leadership.leads()).toBe(true);
  });

  test("a session that PostgreSQL ends has ended leadership at once", async () => {
    const schema = newSchema();
    const { leadership, changes, postgres } = await standHere(schema, "alone");
    await vi.waitFor(() => expect(leadership.leads()).toBe(true), PATIENCE);

    await postgres.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
      [`headgate 1.0.0 ${schema}-alone`],
    );

    await vi.waitFor(() => expect(changes).toEqual([true, false, true]), PATIENCE);
  });

  test("who stands down is followed, and two schemas have a leader each", async () => {
    const [schema, other] = [newSchema(), newSchema()];
    const first = await standHere(schema, "first");
    await vi.waitFor(() => expect(first.leadership.leads()).toBe(true), PATIENCE);
    const second = await standHere(schema, "second");
    const elsewhere = await standHere(other, "elsewhere");
    await vi.waitFor(() => expect(elsewhere.leadership.leads()).toBe(true), PATIENCE);
    await vi.waitFor(
      () =>
        expect(second.leadership.candidates()).toEqual([
          { node: `${schema}-first`, version: "1.0.0", leads: true, isThis: false },
          { node: `${schema}-second`, version: "1.0.0", leads: false, isThis: true },
        ]),
      PATIENCE,
    );

    await first.leadership.close();
    expect(first.changes).toEqual([true]);

    await vi.waitFor(() => expect(second.leadership.leads()).toBe(true), PATIENCE);
  });

  test("a machine whose time differs from PostgreSQL's says so, and leads all the same", async () => {
    const { leadership, problems } = await standHere(
      newSchema(),
      "slow",
      () => Date.now() - 60_000,
    );

    await vi.waitFor(
      () => expect(problems.join("\n")).toMatch(/time differs from PostgreSQL's by about 60 s/),
      PATIENCE,
    );
    expect(leadership.leads()).toBe(true);
    expect(leadership.skewMs()).toBeGreaterThan(58_000);
    expect(leadership.skewMs()).toBeLessThan(62_000);
  });

  test("a process of another version is named to both", async () => {
    const schema = newSchema();
    const older = stand(schema, "older", "0.9.0");
    await older.says("leads");

    const { problems } = await standHere(schema, "newer");

    await vi.waitFor(
      () => expect(problems.join("\n")).toMatch(/runs 1\.0\.0, but \S*older runs 0\.9\.0/),
      PATIENCE,
    );
    await older.says(/problem: .*newer runs 1\.0\.0/);
  });
});

async function standHere(
  schema: string,
  name: string,
  nowMs: () => number = Date.now,
): Promise<{
  leadership: Leadership;
  postgres: Postgres;
  changes: readonly boolean[];
  problems: readonly string[];
}> {
  const postgres = await openPostgres(options(schema));
  const changes: boolean[] = [];
  const problems: string[] = [];
  const leadership = standForLeader({
    ...{ postgres, version: "1.0.0", node: `${schema}-${name}`, nowMs },
    changed: (leads) => changes.push(leads),
    problem: (text) => problems.push(text),
  });
  onTestFinished(async () => {
    await leadership.close();
    await postgres.close();
  });
  return { leadership, postgres, changes, problems };
}

/** A candidate in a process of its own. */
function stand(schema: string, name: string, version = "1.0.0") {
  const program = fileURLToPath(new URL("./lead.fixture.ts", import.meta.url));
  const child: ChildProcess = spawn(
    process.execPath,
    [
      ...["--conditions=@headgate/source", "--import", "tsx", program],
      ...[url ?? "", schema, version, `${schema}-${name}`],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const said: string[] = [];
  if (child.stdout !== null) createInterface(child.stdout).on("line", (line) => said.push(line));
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  });
  const says = (words: string | RegExp): Promise<void> =>
    vi.waitFor(() => {
      expect(
        said.some((line) => (typeof words === "string" ? line === words : words.test(line))),
      ).toBe(true);
    }, PATIENCE);
  return { child, says };
}

function report(how: string, sinceMs: number): void {
  console.info(
    `A leader that was ${how} was followed after ${((performance.now() - sinceMs) / 1_000).toFixed(1)} s.`,
  );
}
