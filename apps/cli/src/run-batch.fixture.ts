import { z } from "zod";
import { runCli } from "./run-cli.ts";

/** The process that runCommandLines starts: command lines in, what each printed out. */

const lines = z.array(z.array(z.string())).parse(JSON.parse(process.env.BATCH ?? "[]"));
const writeOut = process.stdout.write.bind(process.stdout);
const writeError = process.stderr.write.bind(process.stderr);

const results = [];
for (const line of lines) {
  const result = { code: 0, stdout: "", stderr: "" };
  process.stdout.write = (text: string | Uint8Array) => {
    result.stdout += text.toString();
    return true;
  };
  process.stderr.write = (text: string | Uint8Array) => {
    result.stderr += text.toString();
    return true;
  };
  try {
    result.code = await runCli(line);
  } finally {
    process.stdout.write = writeOut;
    process.stderr.write = writeError;
  }
  results.push(result);
}
writeOut(JSON.stringify(results));
