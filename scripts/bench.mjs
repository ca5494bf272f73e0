import { refuseOldNode } from "./check-node.mjs";

refuseOldNode();

async function bench() {
  const { root, setUpOrExit } = await import("./set-up.mjs");
  await setUpOrExit();
  const path = await import("node:path");
  const { spawn } = await import("node:child_process");
  const main = path.join(root, "bench", "src", "main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", main, ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
  });
  // Ctrl-C reaches the child by itself; it decides when it is done.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.once("error", (error) => {
    console.error(error);
    process.exit(2);
  });
  child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
}

bench().catch((error) => {
  console.error(error);
  process.exit(2);
});
