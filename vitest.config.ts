import { defineConfig } from "vitest/config";

/** Tests against real engines: started by `npm run test:scale`, and by `npm test` where HEADGATE_SCALE is set. */
const scale = process.env.HEADGATE_SCALE === "1";

export default defineConfig({
  resolve: { conditions: ["@headgate/source"] },
  ssr: { resolve: { conditions: ["@headgate/source"] } },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/src/**/*.test.{ts,tsx}",
      "simulator/src/**/*.test.ts",
      "tests/src/**/*.test.ts",
      "bench/src/**/*.test.ts",
      "evals/src/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", ...(scale ? [] : ["**/*.scale.test.ts"])],
    globalSetup: scale ? ["tests/src/servers/global-setup.ts"] : [],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
