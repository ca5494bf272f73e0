/**
 * What a vitest run came to, from its JSON report.
 *
 * @param {unknown} report undefined when vitest ended without one
 * @param {number} exitCode vitest's
 */
export function testCounts(report, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const skipped = [];
  for (const file of report?.testResults ?? []) {
    for (const test of file.assertionResults) {
      if (test.status === "passed") counts.passed += 1;
      else if (test.status === "failed") counts.failed += 1;
      else {
        counts.skipped += 1;
        skipped.push(test.fullName.trim());
      }
    }
    const tellsOfFailure = file.assertionResults.some((test) => test.status === "failed");
    // A file that cannot be loaded has no tests to fail: it counts as one.
    if (file.status === "failed" && !tellsOfFailure) counts.failed += 1;
  }
  // No report, or an error outside any test: vitest says so by its exit code alone.
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return { ...counts, skippedTests: skipped };
}

/** Files that failed, by path; undefined where an error outside any test, or no report, tells of more. */
export function failedFiles(report, unhandledErrors) {
  if (report === undefined || unhandledErrors > 0) return undefined;
  return report.testResults.filter(({ status }) => status === "failed").map(({ name }) => name);
}

/** The first run's report with the files of the second in their place. */
export function withSecondRun(report, second) {
  const again = new Map(second.testResults.map((file) => [file.name, file]));
  return { testResults: report.testResults.map((file) => again.get(file.name) ?? file) };
}
