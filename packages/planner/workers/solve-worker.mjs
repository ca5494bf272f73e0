// Plain JavaScript, so that Node loads it as it lies here, whether the room runs from src/ or from dist/.
// Given {problem, seconds} it answers once: {status, values} by the names of columns, or {failed}.
import { parentPort, workerData } from "node:worker_threads";
import highsLoader from "highs";

const { problem, seconds } = workerData;
try {
  const highs = await highsLoader();
  const solution = highs.solve(problem, { time_limit: seconds, output_flag: false });
  const values = Object.fromEntries(
    Object.entries(solution.Columns).flatMap(([name, { Primal }]) =>
      Primal === undefined ? [] : [[name, Primal]],
    ),
  );
  parentPort.postMessage({ status: solution.Status, objective: solution.ObjectiveValue, values });
} catch (error) {
  parentPort.postMessage({ failed: error instanceof Error ? error.message : String(error) });
}
