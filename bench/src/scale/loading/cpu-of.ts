import { readFileSync } from "node:fs";

/** A hundredth of a second, in which Linux counts a process's time (`man 5 proc`). */
const TICK_US = 10_000;

/** What a process has had of processors, in microseconds; undefined where `/proc` does not tell. */
function cpuMicroseconds(pid: number): number | undefined {
  try {
    // Behind the name, which may have blanks: state, and utime and stime as the 12th and 13th from there.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * TICK_US : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** What the work took of this process's time and of the server's, a row. */
export async function cpuARow(
  server: Readonly<{ pid: number }>,
  work: () => Promise<number>,
): Promise<Readonly<{ cpu_us_a_row: number; server_cpu_us_a_row: number | null }>> {
  const serverBefore = cpuMicroseconds(server.pid);
  const before = process.cpuUsage();
  const rows = await work();
  const { user, system } = process.cpuUsage(before);
  const serverAfter = cpuMicroseconds(server.pid);
  return {
    cpu_us_a_row: (user + system) / rows,
    server_cpu_us_a_row:
      serverBefore === undefined || serverAfter === undefined
        ? null
        : (serverAfter - serverBefore) / rows,
  };
}
