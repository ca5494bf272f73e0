import { spawn } from "node:child_process";
import path from "node:path";
import { refuseOldNode } from "./check-node.mjs";

/** Sets the project up and runs a TypeScript program of it with this process's arguments; ends as it ends. */
export async function runSource(...file) {
  refuseOldNode();
  const { root, setUpOrExit } = await import("./set-up.mjs");
  await setUpOrExit();
  const child = spawn(
    process.execPath,
    ["--import", "tsx", path.join(root, ...file), ...process.argv.slice(2)],
    { cwd: process.env.INIT_CWD ?? root, stdio: "inherit" },
  );
  // Ctrl-C reaches the child by itself; it decides when it is done.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.once("error", (error) => {
    console.error(error);
    process.exit(2);
  });
  child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
}
