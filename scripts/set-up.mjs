import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprint } from "./fingerprint.mjs";
import { lastLines, npmFailureCause } from "./npm-failure.mjs";
import { run, withProgress } from "./run-step.mjs";

/** The folder that package.json lies in. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const NEEDED_NPM = 10;
const ROOMS = ["packages", "apps/gateway", "apps/control", "apps/cli", "simulator"];
const APPS = ["apps/gateway", "apps/control", "apps/cli", "simulator"];
const isBuilt = (path) => !/\.(test|conformance|fixture)\.tsx?$/.test(path);

/** A failure of the set-up that a person can mend; the message says how. */
class SetUpError extends Error {
  name = "SetUpError";
}

/**
 * Installs and builds what is missing or older than its sources, with progress on stderr; says nothing
 * when there is nothing to do.
 *
 * @param {{root?: string, run?: typeof run, withProgress?: typeof withProgress}} [options] others only in tests
 * @throws SetUpError
 * @public for its test
 */
export async function setUp(options = {}) {
  const place = { root: options.root ?? root, run: options.run ?? run };
  const all = [install, buildRooms, buildConsole].map((make) => make(place));
  const show = options.withProgress ?? withProgress;
  const stamp = readStamp(place.root);
  const due = all.filter((step) => !step.isDone(stamp));
  for (const [index, step] of due.entries()) {
    // Taken before the work: what changes meanwhile is noticed the next time.
    const mark = step.mark();
    await show(`[${index + 1}/${due.length}] ${step.title}`, step.work);
    writeStamp(place.root, { [step.name]: mark });
  }
}

function install({ root, run }) {
  const lock = join(root, "package-lock.json");
  const mark = () => createHash("sha256").update(readFileSync(lock)).digest("hex");
  if (!existsSync(lock)) {
    throw new SetUpError(`package-lock.json is missing in ${root}: this is not a whole checkout.`);
  }
  return {
    name: "lock",
    title: "Installing packages (about a minute the first time)",
    mark,
    isDone: (stamp) => stamp.lock === mark() || isInstalledByHand(root, lock),
    work: async () => {
      const npm = npmCommand();
      const version = await run(npm.command, [...npm.arguments, "--version"], { cwd: root });
      const found = version.output.match(/^(\d+)\.\d+\.\d+/m);
      if (version.code !== 0 || found === null) {
        throw new SetUpError(
          `npm cannot be started. It comes with Node.js: see https://nodejs.org/en/download.\n${lastLines(version.output, 5)}`,
        );
      }
      if (Number(found[1]) < NEEDED_NPM) {
        throw new SetUpError(
          `Headgate needs npm ${NEEDED_NPM} or newer; this is npm ${found[0]}. Get it with \`npm install --global npm@${NEEDED_NPM}\`.`,
        );
      }
      const { code, output } = await run(
        npm.command,
        // Development packages hold the compiler; few and short retries, so that a machine without a network learns it soon.
        [
          ...npm.arguments,
          "ci",
          "--include=dev",
          "--no-progress",
          "--fetch-retries=2",
          "--fetch-retry-mintimeout=1000",
          "--fetch-retry-maxtimeout=5000",
        ],
        { cwd: root },
      );
      if (code !== 0) throw installFailure(output);
    },
  };
}

/**
 * @public for its test
 * @param {string} output what npm printed
 */
export function installFailure(output) {
  const cause = npmFailureCause(output);
  return new SetUpError(
    `The packages could not be installed${cause === undefined ? "" : `: ${cause}`}.\n  npm's last words:\n${lastLines(output, 10)}`,
  );
}

/** True when somebody ran npm after the lock last changed: npm writes its own copy of it at the very end. */
function isInstalledByHand(root, lock) {
  const copy = statSync(join(root, "node_modules", ".package-lock.json"), {
    throwIfNoEntry: false,
  });
  return copy !== undefined && copy.mtimeMs >= statSync(lock).mtimeMs;
}

function buildRooms({ root, run }) {
  const mark = () => fingerprint(root, [...ROOMS, "tsconfig.base.json"], isBuilt);
  return {
    name: "rooms",
    title: "Building Headgate",
    mark,
    isDone: (stamp) =>
      stamp.rooms === mark() &&
      ["cli", "gateway", "control"].every((app) =>
        existsSync(join(root, "apps", app, "dist", "main.js")),
      ),
    work: async () => {
      const { code, output } = await run(
        process.execPath,
        [join(root, "node_modules", "typescript", "bin", "tsc"), "-b", ...APPS],
        { cwd: root },
      );
      if (code !== 0) throw new SetUpError(`The build failed:\n${lastLines(output, 40)}`);
    },
  };
}

function buildConsole({ root, run }) {
  const mark = () =>
    fingerprint(root, ["apps/console", "packages/contract/src", "packages/money/src"], isBuilt);
  return {
    name: "console",
    title: "Building the console",
    mark,
    isDone: (stamp) =>
      stamp.console === mark() && existsSync(join(root, "apps", "console", "dist", "index.html")),
    work: async () => {
      const { code, output } = await run(
        process.execPath,
        [join(root, "node_modules", "vite", "bin", "vite.js"), "build"],
        { cwd: join(root, "apps", "console") },
      );
      if (code !== 0) {
        throw new SetUpError(`The build of the console failed:\n${lastLines(output, 40)}`);
      }
    },
  };
}

/** The npm that runs this script, or the one on the path. */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running?.endsWith(".js") && existsSync(running)
    ? { command: process.execPath, arguments: [running] }
    : { command: "npm", arguments: [] };
}

const stampFile = (root) => join(root, "node_modules", ".headgate-set-up");

function readStamp(root) {
  if (!existsSync(stampFile(root))) return {};
  try {
    return JSON.parse(readFileSync(stampFile(root), "utf8"));
  } catch {
    // A torn stamp only means that the steps are done again.
    return {};
  }
}

function writeStamp(root, marks) {
  mkdirSync(dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), JSON.stringify({ ...readStamp(root), ...marks }));
}

/** Runs the set-up; a failure ends the process with its message alone. */
export async function setUpOrExit() {
  try {
    await setUp();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(`\n${error.message}`);
    process.exit(2);
  }
}
