import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

export type CommandResult = Readonly<{ code: number | null; stdout: string; stderr: string }>;

/** Runs the command line from source in a process of its own, with a plain environment. */
export function runCommandLine(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  workingDirectory: string = root,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--conditions=@headgate/source", "--import", import.meta.resolve("tsx"), main, ...words],
      {
        cwd: workingDirectory,
        env: {
          PATH: process.env.PATH ?? "",
          HOME: process.env.HOME ?? "",
          TZ: "UTC",
          NO_COLOR: "1",
          COLUMNS: "100",
          ...environment,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
