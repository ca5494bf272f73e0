// Runs on whatever Node there is, however old: no `node:` imports and no new syntax in this file.

/**
 * The oldest Node that Headgate runs on: the engines field of package.json says the same.
 *
 * @public for its test
 */
export const NEEDED_NODE = "20.19.0";

/**
 * @public for its test
 * @param {string} version as in process.version
 * @returns {string | undefined} what is wrong with it and what to do, or undefined
 */
export function nodeFault(version) {
  const found = version.replace(/^v/, "").split(".").map(Number);
  const needed = NEEDED_NODE.split(".").map(Number);
  for (let part = 0; part < 3; part += 1) {
    if (found[part] > needed[part]) return undefined;
    if (found[part] < needed[part]) {
      return (
        `Headgate needs Node.js ${NEEDED_NODE} or newer; this is Node.js ${version.replace(/^v/, "")} (${process.execPath}).\n` +
        "Get a current one from https://nodejs.org/en/download, or with a version manager: `nvm install 22` or `fnm install 22`."
      );
    }
  }
  return undefined;
}

/** Ends the process with a plain message when this Node is too old. */
export function refuseOldNode() {
  const fault = nodeFault(process.version);
  if (fault === undefined) return;
  console.error(fault);
  process.exit(2);
}
