import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
const APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Looks for a browser of the Chromium family.
 *
 * @param {Record<string, string | undefined>} environment
 * @returns {{path: string} | {reason: string}}
 */
export function findChromium(environment) {
  const named = environment.CHROMIUM_PATH;
  if (named) {
    return isRunnable(named)
      ? { path: named }
      : { reason: `CHROMIUM_PATH names ${named}, which is not a program that can be run` };
  }
  const folders = [...(environment.PATH ?? "").split(delimiter).filter(Boolean), ...FOLDERS];
  const path = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...APPLICATIONS,
  ].find(isRunnable);
  return path === undefined
    ? { reason: "no Chromium was found; install one or set CHROMIUM_PATH to its program" }
    : { path };
}

function isRunnable(path) {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not ours to run: the search goes on.
    return false;
  }
}
