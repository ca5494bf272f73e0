import { fileURLToPath } from "node:url";

const path = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** The programs that a supervisor starts: they are run, never imported. */
export const executables = {
  gateway: () => path("@headgate/gateway/main"),
  control: () => path("@headgate/control/main"),
  simulator: () => path("@headgate/simulator/main"),
  /** The folder with the built console. */
  consoleDirectory: () =>
    fileURLToPath(new URL("./dist/", import.meta.resolve("@headgate/console/package.json"))),
} as const;
