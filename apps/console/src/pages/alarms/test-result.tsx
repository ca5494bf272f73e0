import type { useAlarms } from "./query.ts";

/** How the last test fared; read out when it is there. */
export const TestResult = ({
  test,
}: Readonly<{
  test: Pick<ReturnType<typeof useAlarms>["test"], "data" | "error" | "isPending">;
}>) => (
  <div role="status" className="test-result">
    {test.isPending ? "The test is being sent …" : null}
    {test.error === null ? null : `The test was not sent: ${test.error.message}`}
    {test.isPending || test.data === undefined
      ? null
      : test.data.results.map(({ notifier, error }) => (
          <div key={notifier}>
            {error === null
              ? `${notifier} took the test.`
              : `${notifier} did not take the test: ${error}`}
          </div>
        ))}
  </div>
);
