import { refuseOldNode } from "./check-node.mjs";

refuseOldNode();

async function start() {
  const { root, setUpOrExit } = await import("./set-up.mjs");
  await setUpOrExit();
  const path = await import("node:path");
  const url = await import("node:url");
  const main = path.join(root, "apps", "cli", "dist", "main.js");
  if (process.env.npm_lifecycle_event !== undefined) stopWithParent();
  // In this same process: a signal then arrives once, and the exit code is the command's own.
  process.argv = [process.execPath, main, "start", ...process.argv.slice(2)];
  await import(url.pathToFileURL(main).href);
}

/**
 * npm runs this through a shell that ends on SIGTERM without passing it on: that the shell is gone is
 * then the only sign that somebody stopped npm.
 */
function stopWithParent() {
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watching.unref();
}

start().catch((error) => {
  console.error(error);
  process.exit(2);
});
