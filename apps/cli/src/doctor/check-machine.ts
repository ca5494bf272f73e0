import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { DoctorCheck, HeadgateConfig } from "@headgate/contract";
import { assertPortFree } from "../supervisor/ports.ts";
import { finding, findingOf, ok, skipped } from "./check.ts";

const NEEDED_NODE = [20, 19, 0] as const;
const LITTLE_SPACE_BYTES = 1_073_741_824;

/** @param version as in `process.version` */
export function checkNode(version: string): DoctorCheck {
  const found = version.replace(/^v/, "").split(".").map(Number);
  const difference = NEEDED_NODE.map((needed, index) => (found[index] ?? 0) - needed).find(
    (part) => part !== 0,
  );
  const needed = NEEDED_NODE.join(".");
  return difference === undefined || difference > 0
    ? ok("node", version)
    : finding(
        "node",
        `${version} is older than ${needed}`,
        "Get a current one from https://nodejs.org/en/download.",
      );
}

export async function checkDataDirectory(root: string): Promise<DoctorCheck> {
  const name = "data directory";
  const existing = await nearestExisting(root);
  const isThere = existing === root;
  try {
    if (isThere && !(await stat(root)).isDirectory()) throw new Error("is not a directory");
    await access(existing, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return finding(
      name,
      `${root}: ${reason}`,
      "Mend its permissions, or set HEADGATE_DATA to another directory. [data_dir_unusable]",
    );
  }
  return ok(name, isThere ? root : `${root} (is made at the first start)`);
}

export async function checkDisk(root: string): Promise<DoctorCheck> {
  const { bavail, bsize } = await statfs(await nearestExisting(root));
  const freeBytes = bavail * bsize;
  const free = `${(freeBytes / LITTLE_SPACE_BYTES).toFixed(1)} GiB free`;
  return freeBytes >= LITTLE_SPACE_BYTES
    ? ok("disk", free)
    : finding("disk", free, "Free some space: with a full disk no calls are taken.");
}

export async function checkPort(
  listen: HeadgateConfig["listen"] | undefined,
  url: string,
  isUp: boolean,
): Promise<DoctorCheck> {
  if (isUp) return skipped("port", `${new URL(url).host} is the running Headgate's`);
  if (listen === undefined) return skipped("port", "the configuration does not tell");
  const { host, port } = listen;
  try {
    await assertPortFree(host, port);
    return ok("port", `${host}:${port} is free`);
  } catch (error) {
    return findingOf("port", error);
  }
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const parent = dirname(path);
    if (!isMissing || parent === path) return path;
    return nearestExisting(parent);
  }
}
