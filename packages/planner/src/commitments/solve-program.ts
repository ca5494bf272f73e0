import { HeadgateError } from "@headgate/contract";

/** An integer program in HiGHS's LP format, and what is wanted of it. */
type SolvedProgram =
  | Readonly<{ kind: "optimal"; objective: number; values: Readonly<Record<string, number>> }>
  /** Nothing meets all constraints. */
  | Readonly<{ kind: "infeasible" }>
  /** The solver stopped at its limit of time, or gave up. */
  | Readonly<{ kind: "unsolved"; status: string }>;

export type SolveProgram = (program: string) => SolvedProgram;

/** Solving blocks the thread: a program that takes longer is given up. */
const MOST_SECONDS = 5;

/**
 * Loads the solver, HiGHS in WebAssembly; only plans of several offers need it. Programs are small: a handful of
 * integers, and some dozen rows.
 *
 * @throws HeadgateError `internal` where the solver itself fails
 */
export async function loadSolver(): Promise<SolveProgram> {
  const module = await import("highs");
  // Its declarations are those of its CommonJS build, and Node takes its ES module, whose default is the loader itself.
  const load = module.default as unknown as (typeof module.default)["default"];
  const highs = await load();
  return (program) => {
    try {
      const solution = highs.solve(program, {
        time_limit: MOST_SECONDS,
        mip_rel_gap: 1e-7,
        output_flag: false,
      });
      const { Status: status } = solution;
      if (status === "Infeasible" || status === "Primal infeasible or unbounded") {
        return { kind: "infeasible" };
      }
      if (status !== "Optimal") return { kind: "unsolved", status };
      return {
        kind: "optimal",
        objective: solution.ObjectiveValue,
        values: Object.fromEntries(
          Object.entries(solution.Columns).map(([name, column]) => [
            name,
            "Primal" in column && typeof column.Primal === "number" ? column.Primal : Number.NaN,
          ]),
        ),
      };
    } catch (cause) {
      throw new HeadgateError("internal", "The solver of integer programs failed.", {}, { cause });
    }
  };
}
