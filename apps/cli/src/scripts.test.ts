import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/** What the scripts of the repository's root export; they are plain JavaScript for bare machines. */
type Scripts = {
  "check-node.mjs": { NEEDED_NODE: string; nodeFault: (version: string) => string | undefined };
  "npm-failure.mjs": { npmFailureCause: (output: string) => string | undefined };
  "fingerprint.mjs": {
    fingerprint: (root: string, places: string[], isCounted?: (path: string) => boolean) => string;
  };
  "chromium.mjs": {
    findChromium: (environment: Record<string, string>) => { path: string } | { reason: string };
  };
  "test-counts.mjs": {
    testCounts: (
      report: unknown,
      exitCode: number,
    ) => { passed: number; failed: number; skipped: number; skippedTests: string[] };
    failedFiles: (report: unknown, unhandledErrors: number) => string[] | undefined;
    withSecondRun: (report: unknown, second: unknown) => unknown;
  };
  "set-up.mjs": {
    setUp: (options: {
      root: string;
      run: Run;
      withProgress: <T>(title: string, work: () => Promise<T>) => Promise<T>;
    }) => Promise<void>;
    installFailure: (output: string) => Error;
  };
};
type Run = (command: string, words: readonly string[]) => Promise<{ code: number; output: string }>;

const scripts = new URL("../../../scripts/", import.meta.url);
const load = async <Name extends keyof Scripts>(name: Name): Promise<Scripts[Name]> =>
  import(new URL(name, scripts).href);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-scripts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, content = ""): string => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};

describe("Node's version is checked before anything else", () => {
  test.each(["v20.19.0", "v20.20.2", "v22.0.0", "v24.1.0"])("%s will do", async (version) => {
    expect((await load("check-node.mjs")).nodeFault(version)).toBeUndefined();
  });

  test.each(["v18.20.4", "v20.18.3", "v20.9.0", "v12.0.0"])(
    "%s is refused, with what was found and what is needed",
    async (version) => {
      const { nodeFault, NEEDED_NODE } = await load("check-node.mjs");
      const fault = nodeFault(version);
      expect(fault).toContain(version.slice(1));
      expect(fault).toContain(NEEDED_NODE);
      expect(fault).toContain("https://nodejs.org");
    },
  );

  test("package.json asks for the same version", async () => {
    const manifest = JSON.parse(readFileSync(new URL("../package.json", scripts), "utf8"));
    expect(manifest.engines.node).toBe(`>=${(await load("check-node.mjs")).NEEDED_NODE}`);
  });
});

describe("npm's failures are told in plain words", () => {
  test.each([
    ["npm error code ENOTFOUND\nnpm error network request to https://x failed", /no network/],
    ["npm error code ECONNREFUSED", /refuses the connection/],
    ["npm error code ETIMEDOUT", /took too long/],
    ["npm error code ENOSPC", /disk is full/],
    ["npm error code EACCES", /may not be written/],
    ["npm error code SELF_SIGNED_CERT_IN_CHAIN", /certificate/],
    ["npm error code EUSAGE\nnpm error `npm ci` can only install", /do not match/],
  ])("%j", async (output, words) => {
    expect((await load("npm-failure.mjs")).npmFailureCause(output)).toMatch(words);
  });

  test("an unknown failure still shows npm's last words", async () => {
    const { installFailure } = await load("set-up.mjs");
    const { message } = installFailure("first\nnpm error something odd\n");
    expect(message).toContain("npm error something odd");
  });
});

describe("the set-up does what is due and no more", () => {
  const calls: string[] = [];
  const titles: string[] = [];
  const withProgress = <T>(title: string, work: () => Promise<T>): Promise<T> => {
    titles.push(title);
    return work();
  };
  const project = () => {
    calls.length = 0;
    titles.length = 0;
    write("package-lock.json", "{}");
    write("packages/money/src/index.ts", "export {};");
    write("apps/console/src/main.tsx", "export {};");
  };
  /** Leaves behind what the real programs would. */
  const run: Run = async (_, words) => {
    const line = words.join(" ");
    if (line.includes("--version")) return { code: 0, output: "10.8.2\n" };
    calls.push(line.replace(/^.*?(\bci\b|tsc|vite\.js)/, "$1").split(" ")[0] ?? "");
    if (line.includes("tsc")) {
      for (const app of ["cli", "gateway", "control"]) write(`apps/${app}/dist/main.js`);
    }
    if (line.includes("vite")) write("apps/console/dist/index.html");
    return { code: 0, output: "" };
  };

  test("a fresh checkout is installed and built, and then nothing is due", async () => {
    const { setUp } = await load("set-up.mjs");
    project();
    await setUp({ root: folder, run, withProgress });
    expect(calls).toEqual(["ci", "tsc", "vite.js"]);
    expect(titles).toEqual([
      "[1/3] Installing packages (about a minute the first time)",
      "[2/3] Building Headgate",
      "[3/3] Building the console",
    ]);
    await setUp({ root: folder, run, withProgress });
    expect(calls).toHaveLength(3);
  });

  test("a changed source is built again, a changed test is not", async () => {
    const { setUp } = await load("set-up.mjs");
    project();
    await setUp({ root: folder, run, withProgress });
    calls.length = 0;

    write("packages/money/src/money.test.ts", "changed");
    await setUp({ root: folder, run, withProgress });
    expect(calls).toEqual([]);

    write("packages/money/src/index.ts", "export const changed = 1;");
    await setUp({ root: folder, run, withProgress });
    expect(calls).toEqual(["tsc", "vite.js"]);
  });

  test("a changed lock is installed again, unless somebody has done so by hand", async () => {
    const { setUp } = await load("set-up.mjs");
    project();
    await setUp({ root: folder, run, withProgress });
    calls.length = 0;

    write("package-lock.json", '{"changed":1}');
    const copy = write("node_modules/.package-lock.json", "{}");
    const later = new Date(Date.now() + 60_000);
    utimesSync(copy, later, later);
    await setUp({ root: folder, run, withProgress });
    expect(calls).toEqual([]);

    utimesSync(copy, new Date(0), new Date(0));
    await setUp({ root: folder, run, withProgress });
    expect(calls).toEqual(["ci"]);
  });

  test("a failed install says why, and is tried again the next time", async () => {
    const { setUp } = await load("set-up.mjs");
    project();
    const offline: Run = async (command, words) =>
      words.includes("ci")
        ? { code: 1, output: "npm error code ENOTFOUND\nnpm error network" }
        : run(command, words);
    await expect(setUp({ root: folder, run: offline, withProgress })).rejects.toThrow(
      /no network[\s\S]*ENOTFOUND/,
    );
    await setUp({ root: folder, run, withProgress });
    expect(calls).toEqual(["ci", "tsc", "vite.js"]);
  });

  test("a folder that is no whole checkout is told as such", async () => {
    const { setUp } = await load("set-up.mjs");
    await expect(setUp({ root: folder, run, withProgress })).rejects.toThrow(
      /package-lock\.json is missing/,
    );
  });
});

test("a fingerprint follows names and contents, not file times", async () => {
  const { fingerprint } = await load("fingerprint.mjs");
  const file = write("src/a.ts", "1");
  write("src/node_modules/x.js", "1");
  const before = fingerprint(folder, ["src", "missing"]);
  utimesSync(file, new Date(0), new Date(0));
  write("src/node_modules/x.js", "2");
  expect(fingerprint(folder, ["src", "missing"])).toBe(before);
  write("src/a.ts", "2");
  expect(fingerprint(folder, ["src"])).not.toBe(before);
  expect(fingerprint(folder, ["src"], () => false)).toBe(fingerprint(folder, ["none"]));
});

test("a Chromium is taken from CHROMIUM_PATH, and a wrong one there is told, not passed over", async () => {
  const { findChromium } = await load("chromium.mjs");
  const program = write("chromium", "#!/bin/sh\n");
  chmodSync(program, 0o755);
  expect(findChromium({ CHROMIUM_PATH: program })).toEqual({ path: program });
  expect(findChromium({ PATH: folder })).toEqual({ path: program });
  expect(findChromium({ CHROMIUM_PATH: join(folder, "none"), PATH: folder })).toHaveProperty(
    "reason",
  );
});

describe("the counts at the end of a test run", () => {
  const file = (status: string, statuses: string[]) => ({
    status,
    assertionResults: statuses.map((each, index) => ({ status: each, fullName: `test ${index}` })),
  });

  test("are those of the tests, with the names of the skipped ones", async () => {
    const { testCounts } = await load("test-counts.mjs");
    const report = {
      testResults: [file("failed", ["passed", "failed"]), file("passed", ["passed", "skipped"])],
    };
    expect(testCounts(report, 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
      skippedTests: ["test 1"],
    });
  });

  test("count a file that cannot be loaded, and a run without a report, as a failure", async () => {
    const { testCounts } = await load("test-counts.mjs");
    expect(testCounts({ testResults: [file("failed", [])] }, 1).failed).toBe(1);
    expect(testCounts(undefined, 1).failed).toBe(1);
    expect(testCounts({ testResults: [file("passed", ["passed"])] }, 1).failed).toBe(1);
    expect(testCounts({ testResults: [file("passed", ["passed"])] }, 0).failed).toBe(0);
  });

  test("a file that failed among others counts as its run alone ended; errors of no test are not looked past", async () => {
    const { failedFiles, testCounts, withSecondRun } = await load("test-counts.mjs");
    const named = (name: string, status: string) => ({ name, ...file(status, [status]) });
    const first = {
      testResults: [named("a", "failed"), named("b", "failed"), named("c", "passed")],
    };
    expect(failedFiles(first, 0)).toEqual(["a", "b"]);
    expect(failedFiles(first, 1)).toBeUndefined();
    expect(failedFiles(undefined, 0)).toBeUndefined();

    const second = { testResults: [named("a", "passed"), named("b", "failed")] };
    const both = withSecondRun(first, second);
    expect(failedFiles(both, 0)).toEqual(["b"]);
    expect(testCounts(both, 1)).toMatchObject({ passed: 2, failed: 1 });
  });
});

test("the program says what to do where nothing is built yet", () => {
  const bin = write(
    "bin/headgate.mjs",
    readFileSync(new URL("../bin/headgate.mjs", import.meta.url), "utf8"),
  );
  const { status, stderr } = spawnSync(process.execPath, [bin], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain("npm start");
});

test.runIf(existsSync("/bin/bash"))("the script for CI is a valid shell script", () => {
  execFileSync("/bin/bash", ["-n", fileURLToPath(new URL("../.ci/run", scripts))]);
});
