import { Worker } from "node:worker_threads";

/** What HiGHS says of a program. Values are doubles: whole numbers are those within a millionth. */
export type SolverAnswer =
  /** No better solution exists. */
  | Readonly<{ kind: "optimal"; objective: number; values: ReadonlyMap<string, number> }>
  /** The best solution of the time that it had; nothing says how far it is from the optimum. */
  | Readonly<{ kind: "out_of_time"; objective: number; values: ReadonlyMap<string, number> }>
  | Readonly<{ kind: "infeasible" }>
  | Readonly<{ kind: "nothing_found"; status: string }>;

type Answered = Readonly<{
  status?: string;
  objective?: number;
  values?: Readonly<Record<string, number>>;
  failed?: string;
}>;

/** Loading the solver and reading the program count in no limit of its own. */
const GRACE_MS = 10_000;

/**
 * Solves a program in CPLEX's LP format, in a thread of its own that ends with the answer.
 * @throws Error where the text is no program: a fault of ours, never of an input
 */
export async function solveProgram(problem: string, seconds: number): Promise<SolverAnswer> {
  const worker = new Worker(new URL("../../workers/solve-worker.mjs", import.meta.url), {
    workerData: { problem, seconds },
    execArgv: [],
  });
  try {
    return await answerOf(worker, seconds);
  } finally {
    await worker.terminate();
  }
}

const answerOf = (worker: Worker, seconds: number): Promise<SolverAnswer> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => resolve({ kind: "nothing_found", status: "The solver did not end in its time." }),
      seconds * 1000 + GRACE_MS,
    );
    worker.on("message", (answered: Answered) => {
      clearTimeout(timer);
      if (answered.failed === undefined) resolve(readAnswer(answered));
      else reject(new Error(`the solver failed: ${answered.failed}`));
    });
    worker.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    worker.on("exit", () => {
      clearTimeout(timer);
      resolve({ kind: "nothing_found", status: "The solver ended without an answer." });
    });
  });

function readAnswer({ status = "", objective, values = {} }: Answered): SolverAnswer {
  if (status === "Infeasible") return { kind: "infeasible" };
  const found = new Map(Object.entries(values));
  const isSolution = objective !== undefined && Number.isFinite(objective) && found.size > 0;
  if (isSolution && status === "Optimal") return { kind: "optimal", objective, values: found };
  // Without a solution HiGHS leaves all columns at zero and an objective of zero or beyond all bounds.
  if (
    isSolution &&
    status === "Time limit reached" &&
    [...found.values()].some((value) => value > 0)
  )
    return { kind: "out_of_time", objective, values: found };
  return { kind: "nothing_found", status };
}
