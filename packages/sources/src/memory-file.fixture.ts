import type { SourceFile } from "./source.ts";

/** A file that is not on disk, handed over in pieces of `pieceBytes`, as a disk or gzip may cut them. */
export function memoryFile(
  name: string,
  content: string | Uint8Array,
  pieceBytes = Number.POSITIVE_INFINITY,
): SourceFile {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return {
    name,
    path: `/nowhere/${name}`,
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        yield bytes.subarray(at, Math.min(bytes.length, at + pieceBytes));
      }
    },
  };
}

/** Everything that a reader gives, in one list. */
export async function all<Item>(batches: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const batch of batches) for (const item of batch) items.push(item);
  return items;
}
