import { fileURLToPath } from "node:url";

/** The programs that a supervisor starts: they are run, never imported. */
export const executables = {
  gateway: () => fileURLToPath(import.meta.resolve("@headgate/gateway/main")),
  control: () => fileURLToPath(import.meta.resolve("@headgate/control/main")),
  simulator: () => fileURLToPath(import.meta.resolve("@headgate/simulator/main")),
  /** The folder with the built console. */
  consoleDirectory: () =>
    fileURLToPath(new URL("./dist/", import.meta.resolve("@headgate/console/package.json"))),
} as const;
