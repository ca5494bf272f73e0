import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Tells one process from every other, also from a later one with the same number. */
export type ProcessIdentity = Readonly<{
  /** Where `pid` means something: one boot and process namespace of one machine. */
  scope: string;
  pid: number;
  /** When the kernel started it, in its own ticks; absent where the system does not tell. */
  started?: string;
}>;

/** Linux: boot and namespace from procfs (proc(5)). Elsewhere the machine's name has to do. */
function currentScope(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return `host ${hostname()}`;
  }
}

/**
 * State and start of a process from `/proc/<pid>/stat` (proc(5): fields 3 and 22; the name in field 2
 * may hold blanks and parentheses, hence the last one). `undefined` where there is no such file.
 */
function kernelRecord(pid: number): { state: string; started: string } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state === undefined || started === undefined ? undefined : { state, started };
}

export function identifyThisProcess(): ProcessIdentity {
  const started = kernelRecord(process.pid)?.started;
  const identity = { scope: currentScope(), pid: process.pid };
  return started === undefined ? identity : { ...identity, started };
}

/**
 * Whether a process still runs; `undefined` when it cannot be known from here (another machine,
 * container or boot).
 */
export function isRunning(identity: ProcessIdentity): boolean | undefined {
  if (identity.scope !== currentScope()) return undefined;
  if (identity.started !== undefined) {
    const record = kernelRecord(identity.pid);
    // Z and X: killed, but not yet collected by its parent.
    return (
      record !== undefined && record.started === identity.started && !/[ZX]/.test(record.state)
    );
  }
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
