import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Tests against real engines: started by `npm run test:scale`, and by `npm test` where HEADGATE_SCALE is set. */
const scale = process.env.HEADGATE_SCALE !== undefined;
/** Those that take a quarter of an hour are run by `npm run test:scale` alone, which sets `all`. */
const long = process.env.HEADGATE_SCALE === "all";

const engines = "**/*.scale.test.ts";

export default defineConfig({
  resolve: { conditions: ["@headgate/source"] },
  ssr: { resolve: { conditions: ["@headgate/source"] } },
  test: {
    // Ends what hangs, and judges no speed: machines of tests are shared, and some tests start the product from its source.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // Vitest leaves one core idle: of two, half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: "rooms",
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/*/src/**/*.test.{ts,tsx}",
            "simulator/src/**/*.test.ts",
            "bench/src/**/*.test.ts",
            "evals/src/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", engines],
          // Several hundred files would each import the product anew, which takes most of their time. Nothing of a test
          // outlives it: what it started it ends, and no module is replaced.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "running",
          include: ["tests/src/**/*.test.ts"],
          exclude: ["**/node_modules/**", engines],
        },
      },
      ...(scale
        ? [
            {
              extends: true as const,
              test: {
                name: "engines",
                include: [
                  "packages/*/src/**/*.scale.test.ts",
                  "apps/*/src/**/*.scale.test.ts",
                  "tests/src/**/*.scale.test.ts",
                ],
                exclude: ["**/node_modules/**", ...(long ? [] : ["**/*.long.scale.test.ts"])],
                globalSetup: ["tests/src/servers/global-setup.ts"],
              },
            },
          ]
        : []),
    ],
  },
});
