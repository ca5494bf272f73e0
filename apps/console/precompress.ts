import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Below this, headers outweigh what is saved. */
const SMALLEST_BYTES = 1_024;
const COMPRESSIBLE = /\.(?:css|html|js|json|svg|txt)$/;

/**
 * Writes `file.br` and `file.gz` beside each built text file, so that the server compresses nothing while it answers.
 * One that does not get smaller has none.
 */
export const precompress = (): Plugin => ({
  name: "precompress",
  apply: "build",
  writeBundle: {
    sequential: true,
    async handler({ dir }) {
      if (dir === undefined) throw new Error("The build has no folder to compress.");
      for (const name of await readdir(dir, { recursive: true })) {
        if (!COMPRESSIBLE.test(name)) continue;
        const bytes = await readFile(join(dir, name));
        if (bytes.length < SMALLEST_BYTES) continue;
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        const packed = [
          ["br", brotliCompressSync(bytes, { params })],
          ["gz", gzipSync(bytes, { level: 9 })],
        ] as const;
        for (const [ending, smaller] of packed)
          if (smaller.length < bytes.length)
            await writeFile(join(dir, `${name}.${ending}`), smaller);
      }
    },
  },
});
