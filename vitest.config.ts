import { defineConfig } from "vitest/config";

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
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
