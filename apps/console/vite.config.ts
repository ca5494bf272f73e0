import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./precompress.ts";

/** The contract and money are read from source, so the page builds without another room's build. */
const roomSource = /[\\/]packages[\\/][a-z]+[\\/](src|dist)[\\/]/;

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: { conditions: ["@headgate/source", "module", "browser", "development|production"] },
  build: {
    outDir: "dist",
    target: "es2023",
    reportCompressedSize: true,
    chunkSizeWarningLimit: 700,
    // The page's Content-Security-Policy allows no inline data for scripts and fonts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Some hundred small files would each cost a round trip; libraries change seldom and are cached for long.
        codeSplitting: {
          groups: [
            {
              name: "charts",
              test: /node_modules[\\/](?:@mantine[\\/]charts|recharts|d3-|victory)/,
              priority: 2,
            },
            // Only the page on which policies are written reads YAML.
            { name: "yaml", test: /node_modules[\\/]yaml[\\/]/, priority: 2 },
            { name: "libraries", test: /node_modules/, priority: 1 },
          ],
        },
      },
      treeshake: {
        // Modules of our own rooms only declare: what the page does not use (YAML config, ids) stays out.
        moduleSideEffects: (id) => !roomSource.test(id),
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/v1", "/metrics"].map((path) => [path, "http://127.0.0.1:4100"]),
    ),
  },
});
