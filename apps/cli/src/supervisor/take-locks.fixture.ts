import { createInterface } from "node:readline";
import { HeadgateError } from "@headgate/contract";
import { lockDataDirectory } from "./data-lock.ts";

/** A process that tries to lock each folder it is told of, and says `won` or the code of the refusal. */

for await (const folder of createInterface({ input: process.stdin })) {
  let answer = "won";
  try {
    await lockDataDirectory(folder);
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    answer = error.code;
  }
  process.stdout.write(`${answer}\n`);
}
