import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

const LEFT_OUT = new Set(["node_modules", "dist", "coverage", ".git"]);

/**
 * A hash of names and contents, so that a checkout with fresh file times is not rebuilt and a change
 * within the clock's grain is not missed.
 *
 * @param {string} root
 * @param {readonly string[]} places files and folders under `root`; those that are missing count as such
 * @param {(path: string) => boolean} isCounted by the path from `root`, with forward slashes
 */
export function fingerprint(root, places, isCounted = () => true) {
  const hash = createHash("sha256");
  for (const file of places.flatMap((place) => filesUnder(join(root, place)))) {
    const path = relative(root, file).split(sep).join("/");
    if (isCounted(path)) hash.update(`${path}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  return readdirSync(path)
    .filter((name) => !LEFT_OUT.has(name))
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
