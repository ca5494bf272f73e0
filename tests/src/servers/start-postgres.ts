import { spawnSync } from "node:child_process";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { onFreePorts } from "./free-port.ts";
import {
  type NoServer,
  newServerFolder,
  orReason,
  startServer,
  type TestServer,
} from "./test-server.ts";

const DEBIAN = "/usr/lib/postgresql";

/** Starts PostgreSQL from Debian's packages with an empty database `headgate`, trusted on loopback alone. */
export const startPostgres = (settings: readonly string[] = []): Promise<TestServer | NoServer> =>
  orReason("PostgreSQL", () => start(settings));

async function start(settings: readonly string[]): Promise<TestServer | NoServer> {
  const programs = programsFolder();
  if (programs === undefined) {
    return { reason: "PostgreSQL is not installed (apt-get install postgresql)" };
  }
  const user = otherUser();
  if (user !== undefined && "reason" in user) return user;
  return onFreePorts(1, ([port = Number.NaN]) => startOn(port, { programs, user, settings }));
}

async function startOn(
  port: number,
  {
    programs,
    user,
    settings,
  }: Readonly<{ programs: string; user: User | undefined; settings: readonly string[] }>,
): Promise<TestServer> {
  const folder = newServerFolder("postgres");
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  runOnce(
    join(programs, "initdb"),
    ["-D", data, "-U", "headgate", "--auth=trust", "-E", "UTF8", "--no-locale"],
    user,
  );
  const server = await startServer({
    program: {
      name: "PostgreSQL",
      command: join(programs, "postgres"),
      arguments: [
        ...["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder],
        ...settings.flatMap((setting) => ["-c", setting]),
      ],
      cwd: folder,
      ...(user !== undefined && { user }),
    },
    url: `postgres://headgate@127.0.0.1:${port}/headgate`,
    folder,
    answers: () => isUp(join(programs, "pg_isready"), port),
  });
  runOnce(
    join(programs, "createdb"),
    ["-h", "127.0.0.1", "-p", String(port), "-U", "headgate", "headgate"],
    user,
  );
  return server;
}

function programsFolder(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  return readdirSync(DEBIAN)
    .map((version) => join(DEBIAN, version, "bin"))
    .filter((folder) => existsSync(join(folder, "postgres")))
    .at(-1);
}

type User = Readonly<{ uid: number; gid: number }>;

/** PostgreSQL refuses to run as root: the user that its package made runs it then. */
function otherUser(): User | NoServer | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ids = ["-u", "-g"].map((which) =>
    Number(spawnSync("id", [which, "postgres"], { encoding: "utf8" }).stdout.trim() || Number.NaN),
  );
  const [uid = Number.NaN, gid = Number.NaN] = ids;
  if (Number.isNaN(uid) || Number.isNaN(gid)) {
    return { reason: "PostgreSQL does not run as root, and there is no user postgres" };
  }
  return { uid, gid };
}

function runOnce(command: string, args: readonly string[], user: User | undefined): void {
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    cwd: "/",
    ...user,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
}

const isUp = async (pgIsReady: string, port: number): Promise<boolean> =>
  spawnSync(pgIsReady, ["-q", "-h", "127.0.0.1", "-p", String(port)]).status === 0;
