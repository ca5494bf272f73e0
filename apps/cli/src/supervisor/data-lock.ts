import { createHash, randomUUID } from "node:crypto";
import { copyFile, link as hardLink, readFile, rename, rm, writeFile } from "node:fs/promises";
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
 * killed process left behind is taken over, by one process however many try at once.
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
  const text = JSON.stringify(mine);
  const draft = `${file}.${mine.lock}`;
  try {
    await writeFile(draft, text, { flag: "wx", mode: 0o600 });
    await take(file, file, draft, root);
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    throw new HeadgateError(
      "data_dir_unusable",
      `${file}: ${errorCode(error) ?? String(error)}.`,
      {},
      { cause: error },
    );
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    // Only our own: another may have taken over what looked abandoned.
    if ((await readText(file)) === text) await rm(file, { force: true });
  };
}

/**
 * Makes `target` a lock with the draft's content. It appears whole, by a link, so that none is ever seen
 * half-written. An abandoned lock is never removed, which could hit another's fresh one, but replaced,
 * and only by the process that holds the one claim to replace just this lock. A claim is a lock as well:
 * one whose process died is taken over in the same way.
 */
async function take(file: string, target: string, draft: string, root: string): Promise<void> {
  while (!(await link(draft, target))) {
    const found = await readText(target);
    if (found === undefined) continue;
    const holder = holderIn(found);
    if (holder !== undefined && (await isAlive(holder))) {
      throw new HeadgateError(
        "ledger_locked",
        `${root} is in use by the Headgate with process id ${holder.pid}.`,
        { pid: holder.pid },
      );
    }
    const claim = `${file}.after-${createHash("sha256").update(found).digest("hex").slice(0, 16)}`;
    await take(file, claim, draft, root);
    try {
      // Another may have replaced it, and given up its claim, since it was read.
      if ((await readText(target)) === found) {
        await replace(target, draft);
        return;
      }
    } finally {
      await rm(claim, { force: true });
    }
  }
}

/** @returns false when `target` is there already */
async function link(draft: string, target: string): Promise<boolean> {
  try {
    await hardLink(draft, target);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Puts a copy of the draft in the place of `target`, at once. */
async function replace(target: string, draft: string): Promise<void> {
  const copy = `${draft}.${randomUUID()}`;
  // Renaming one link of a file onto another does nothing, so it has to be a file of its own.
  await copyFile(draft, copy);
  await rename(copy, target);
}

/** `undefined` when the file is gone. */
async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** `undefined` when it is no lock of ours, or torn because the machine went down. */
function holderIn(text: string): Holder | undefined {
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
