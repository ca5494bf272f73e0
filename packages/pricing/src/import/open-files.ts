import { gunzipSync } from "node:zlib";
import { parseTar } from "nanotar";
import type { CatalogueFile } from "./catalogue.ts";
import type { Collector } from "./collector.ts";

/** The text files in what was handed over, archives opened. Links of an archive are refused: their target is another row. */
export function openFiles(
  files: readonly CatalogueFile[],
  into: Collector,
): readonly Readonly<{ path: string; text: string }>[] {
  return files.flatMap(({ path, content }) => {
    if (typeof content === "string") return [{ path, text: content }];
    try {
      const zipped = content[0] === 0x1f && content[1] === 0x8b;
      const bytes = zipped ? gunzipSync(content) : content;
      return isTar(bytes) ? openTar(bytes, into) : [{ path, text: decode(bytes) }];
    } catch (error) {
      into.refuse(path, "unreadable", error instanceof Error ? error.message : String(error));
      return [];
    }
  });
}

/** A tar archive has `ustar` at byte 257 of its first header (POSIX.1-2001). */
const isTar = (bytes: Uint8Array): boolean => decode(bytes.subarray(257, 262)) === "ustar";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const openTar = (
  bytes: Uint8Array,
  into: Collector,
): readonly Readonly<{ path: string; text: string }>[] =>
  parseTar(bytes).flatMap(({ name, type, data }) => {
    if (type === "symbolicLink" || type === "hardLink") {
      if (/\.(json|toml)$/.test(name)) into.refuse(name, "unsupported", "a link to another file");
      return [];
    }
    return type === "file" && data !== undefined ? [{ path: name, text: decode(data) }] : [];
  });
