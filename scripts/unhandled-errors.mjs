import { writeFileSync } from "node:fs";

/** A reporter of vitest's that writes how many errors belong to no test: its JSON report leaves them out. */
export default class UnhandledErrors {
  onTestRunEnd(_modules, errors) {
    const file = process.env.HEADGATE_UNHANDLED_ERRORS;
    if (file !== undefined) writeFileSync(file, String(errors.length));
  }
}
