import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const batch = fileURLToPath(new URL("./run-batch.fixture.ts", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

const resultSchema = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });
export type CommandResult = z.infer<typeof resultSchema>;

/**
 * Runs command lines from source, one after the other, in one process with a plain environment (a
 * process for each would take most of its time to start).
 */
export function runCommandLines(
  lines: readonly (readonly string[])[],
  workingDirectory: string = root,
): Promise<readonly CommandResult[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--conditions=@headgate/source", "--import", import.meta.resolve("tsx"), batch],
      {
        cwd: workingDirectory,
        env: {
          PATH: process.env.PATH ?? "",
          HOME: process.env.HOME ?? "",
          TZ: "UTC",
          NO_COLOR: "1",
          COLUMNS: "100",
          BATCH: JSON.stringify(lines),
        },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) {
        resolve(z.array(resultSchema).parse(JSON.parse(Buffer.concat(chunks).toString())));
      } else reject(new Error(`the batch of commands ended with ${code}`));
    });
  });
}
