import { randomUUID } from "node:crypto";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { z } from "zod";

const holderSchema = z.object({
  pid: z.int().positive(),
  /** Tells a process from a later one under the same id; empty where the system does not say. */
  startedAt: z.string(),
  lock: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Takes a data directory for this process: two supervisors on one would fight over the ledger. What a
 * killed process left behind is taken over.
 * @returns gives the directory free again
 * @throws HeadgateError `ledger_locked` while another process has it
 */
export async function lockDataDirectory(root: string): Promise<() => Promise<void>> {
  const file = join(root, "headgate.lock");
  const mine: Holder = {
    pid: process.pid,
    startedAt: await processStart(process.pid),
    lock: randomUUID(),
  };
  while (!(await create(file, mine))) {
    const holder = await readHolder(file);
    if (holder !== undefined && (await isAlive(holder))) {
      throw new HeadgateError(
        "ledger_locked",
        `${root} is in use by the Headgate with process id ${holder.pid}.`,
        { pid: holder.pid },
      );
    }
    await rm(file, { force: true });
  }
  return async () => {
    // Only our own: another may have taken over what looked abandoned.
    if ((await readHolder(file))?.lock === mine.lock) await rm(file, { force: true });
  };
}

async function create(file: string, holder: Holder): Promise<boolean> {
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(JSON.stringify(holder));
    await handle.close();
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw new HeadgateError(
      "data_dir_unusable",
      `${file}: ${errorCode(error) ?? String(error)}.`,
      {},
      { cause: error },
    );
  }
}

/** `undefined` when the file is gone, or torn because its writer was killed. */
async function readHolder(file: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // Not ours to signal, but there.
    if (errorCode(error) !== "EPERM") return false;
  }
  return (await processStart(holder.pid)) === holder.startedAt;
}

/** When a process started, in the system's own words; empty where `/proc` is not there to say. */
async function processStart(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // Field 22; the second field is a name in brackets that may hold spaces.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES"].includes(errorCode(error) ?? "")) return "";
    throw error;
  }
}

const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
