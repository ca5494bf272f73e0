import { readFile, writeFile } from "node:fs/promises";
import { HeadgateError } from "@headgate/contract";
import { z } from "zod";

const noteSchema = z.strictObject({
  /** The gateway that has the batch. */
  url: z.string(),
  /** Names what was run: the file's bytes and form, and how often anew. */
  run: z.string(),
  batch_id: z.string(),
});
export type RunNote = z.infer<typeof noteSchema>;

/** Beside the results: which batch they come from, so that the same command goes on with it. */
const notePath = (output: string): string => `${output}.batch.json`;

/** @returns `undefined` where no run was begun */
export async function readRunNote(output: string): Promise<RunNote | undefined> {
  let text: string;
  try {
    text = await readFile(notePath(output), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const note = noteSchema.safeParse(parsed(text));
  if (note.success) return note.data;
  throw new HeadgateError(
    "input_unreadable",
    `${notePath(output)} is not what a run leaves there; move it away to begin anew.`,
  );
}

export const writeRunNote = (output: string, note: RunNote): Promise<void> =>
  writeFile(notePath(output), `${JSON.stringify(note)}\n`);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
