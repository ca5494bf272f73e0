import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { findChromium } from "./chromium.mjs";
import { run, withProgress } from "./run-step.mjs";
import { failedFiles, testCounts, withSecondRun } from "./test-counts.mjs";

const CHECKS = [
  ["Format and lint (biome)", "check:format"],
  ["Types (tsc)", "check:types"],
  ["Promises (oxlint)", "check:promises"],
  ["Unused code (knip)", "check:unused"],
];

/** More files than this that fail among the others are not run again: that is no accident of a busy machine. */
const MOST_RUN_AGAIN = 3;

/**
 * All checks and all tests; each check counts as one. Ends with one plain line of counts on stdout.
 *
 * @param {string} root
 * @param {readonly string[]} filter goes to vitest; with one, only tests are run
 * @returns {Promise<number>} the exit code
 */
export async function runTests(root, filter) {
  const checks = filter.length === 0 ? await runChecks(root) : { passed: 0, failed: 0 };
  if (filter.length > 0) console.error("Only the named tests are run; the checks are left out.");

  const chromium = findChromium(process.env);
  if ("path" in chromium) console.error(`Browser tests use ${chromium.path}.`);
  else console.error(`Browser tests are skipped: ${chromium.reason}.`);

  const { report, code, shaky } = await withSecondLook(root, filter, {
    ...process.env,
    // Empty when there is none, so that a browser test knows that somebody looked.
    HEADGATE_CHROMIUM: "path" in chromium ? chromium.path : "",
  });
  const tests = testCounts(report, code);
  if (tests.skippedTests.length > 0) {
    console.log(`\nSkipped:\n${tests.skippedTests.map((name) => `  ${name}`).join("\n")}`);
    if ("reason" in chromium) console.log(`  (browser tests: ${chromium.reason})`);
  }
  if (shaky.length > 0) {
    const names = shaky.map((name) => `  ${relative(root, name)}`).join("\n");
    console.log(`\nFailed among all others, passed alone (shaky: please mend):\n${names}`);
  }
  if (checks.names?.length > 0) console.log(`\nFailed checks: ${checks.names.join(", ")}`);

  const passed = checks.passed + tests.passed;
  const failed = checks.failed + tests.failed;
  console.log(`\n${passed} passed, ${failed} failed, ${tests.skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

async function runChecks(root) {
  const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
  const names = [];
  for (const [index, [title, script]] of CHECKS.entries()) {
    const [program, ...programArguments] = scripts[script].split(" ");
    const path = join(root, "node_modules", ".bin", program);
    const { code, output } = await withProgress(
      `[check ${index + 1}/${CHECKS.length}] ${title}`,
      () => run(path, programArguments, { cwd: root }),
    );
    if (code === 0) continue;
    names.push(title);
    console.error(
      `${output.trimEnd()}\n${title}: failed; \`npm run ${script}\` shows this alone.\n`,
    );
  }
  return { passed: CHECKS.length - names.length, failed: names.length, names };
}

/**
 * Runs all tests, and the few files that failed once more by themselves: hundreds of files share two cores for an hour,
 * and what fails only there is told by name and does not stop a change. What fails alone as well has failed.
 */
async function withSecondLook(root, filter, env) {
  const first = await vitest(root, filter, env);
  const failed = failedFiles(first.report, first.unhandledErrors);
  if (first.code === 0 || filter.length > 0 || !(failed?.length <= MOST_RUN_AGAIN)) {
    return { ...first, shaky: [] };
  }
  console.error(`\nRun once more, alone: ${failed.length} of the files …`);
  const second = await vitest(root, failed, env);
  if (second.report === undefined) return { ...first, shaky: [] };
  const report = withSecondRun(first.report, second.report);
  const stillFailed = new Set(failedFiles(report, 0));
  return { report, code: second.code, shaky: failed.filter((name) => !stillFailed.has(name)) };
}

async function vitest(root, filter, env) {
  const folder = mkdtempSync(join(tmpdir(), "headgate-tests-"));
  const file = join(folder, "report.json");
  const errorsFile = join(folder, "unhandled-errors");
  try {
    const code = await new Promise((resolve) => {
      const child = spawn(
        process.execPath,
        [
          join(root, "node_modules", "vitest", "vitest.mjs"),
          "run",
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${file}`,
          `--reporter=${join(root, "scripts", "unhandled-errors.mjs")}`,
          ...filter,
        ],
        {
          cwd: root,
          env: { ...env, HEADGATE_UNHANDLED_ERRORS: errorsFile },
          stdio: ["ignore", "inherit", "inherit"],
        },
      );
      const stop = (signal) => child.kill(signal);
      process.on("SIGINT", stop);
      process.on("SIGTERM", stop);
      child.once("error", (error) => {
        console.error(`vitest cannot be started: ${error.message}`);
        resolve(127);
      });
      child.once("exit", (exitCode) => resolve(exitCode ?? 1));
    });
    return {
      code,
      report: existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined,
      // None written: vitest did not reach its end.
      unhandledErrors: existsSync(errorsFile) ? Number(readFileSync(errorsFile, "utf8")) : 1,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
