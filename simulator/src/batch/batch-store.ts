import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const count = z.int().nonnegative();
const text = z.record(z.string(), z.string());

const endSchema = z.object({
  state: z.enum(["ended", "failed", "expired", "cancelled"]),
  atMs: z.number(),
  counts: z.object({
    total: count,
    succeeded: count,
    failed: count,
    expired: count,
    cancelled: count,
  }),
  message: z.string().optional(),
  /** Names of texts by what they are: `output`, `error`. */
  files: text,
});
export type BatchEnd = z.infer<typeof endSchema>;

const batchSchema = z.object({
  id: z.string(),
  provider: z.enum(["openai", "anthropic", "bedrock"]),
  number: z.int(),
  createdAtMs: z.number(),
  /** What was asked for, as JSON. */
  asked: z.string(),
  /** The name of the text that holds its lines. */
  input: z.string(),
  cancelledAtMs: z.number().optional(),
  end: endSchema.optional(),
  deleted: z.boolean().optional(),
});
export type StoredBatch = z.infer<typeof batchSchema>;

const fileSchema = z.object({
  id: z.string(),
  filename: z.string(),
  purpose: z.string(),
  bytes: count,
  createdAtMs: z.number(),
});
export type StoredFile = z.infer<typeof fileSchema>;

const stateSchema = z.object({
  made: count,
  files: z.array(fileSchema),
  batches: z.array(batchSchema),
  /** `bucket/key`. */
  objects: z.array(z.string()),
});

/** Files, batches and objects of the stand-ins; newest last. */
export interface BatchStore {
  readonly files: Map<string, StoredFile>;
  readonly batches: Map<string, StoredBatch>;
  readonly objects: Set<string>;
  /** Counts all that is made, from 1, restarts included: names and chance come from it. */
  nextNumber(): number;
  putText(name: string, text: string): void;
  text(name: string): string | undefined;
  removeText(name: string): void;
  /** Keeps what was changed, before the answer goes out. */
  save(): void;
}

/** Opens the store of a folder, or one in memory. */
export function openBatchStore(dir: string | undefined): BatchStore {
  const texts = dir === undefined ? inMemory() : inFolder(dir);
  const kept = texts.get("state.json");
  const state = kept === undefined ? undefined : stateSchema.parse(JSON.parse(kept));
  const files = new Map(state?.files.map((file) => [file.id, file]));
  const batches = new Map(state?.batches.map((batch) => [batch.id, batch]));
  const objects = new Set(state?.objects);
  let made = state?.made ?? 0;
  return {
    files,
    batches,
    objects,
    nextNumber: () => (made += 1),
    putText: (name, content) => texts.put(fileName(name), content),
    text: (name) => texts.get(fileName(name)),
    removeText: (name) => texts.remove(fileName(name)),
    save() {
      if (dir === undefined) return;
      const now = { made, files: [...files.values()], batches: [...batches.values()] };
      texts.put("state.json", JSON.stringify({ ...now, objects: [...objects] }));
    },
  };
}

type Texts = Readonly<{
  put: (name: string, content: string) => void;
  get: (name: string) => string | undefined;
  remove: (name: string) => void;
}>;

function inMemory(): Texts {
  const texts = new Map<string, string>();
  return {
    put: (name, content) => texts.set(name, content),
    get: (name) => texts.get(name),
    remove: (name) => texts.delete(name),
  };
}

/** A text is whole or not there: it is written beside its place and moved. */
function inFolder(dir: string): Texts {
  mkdirSync(dir, { recursive: true });
  return {
    put(name, content) {
      writeFileSync(join(dir, `${name}.new`), content);
      renameSync(join(dir, `${name}.new`), join(dir, name));
    },
    get(name) {
      try {
        return readFileSync(join(dir, name), "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    remove: (name) => rmSync(join(dir, name), { force: true }),
  };
}

/** No separator of a path is left in it. */
const fileName = (name: string): string => `text-${Buffer.from(name).toString("base64url")}`;
