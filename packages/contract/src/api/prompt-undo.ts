import { z } from "zod";
import { promptPasses } from "../config/prompt.ts";

/** Where a gateway undoes what passes did to a call's texts, for the key that made it: this path and the call's id. */
export const PROMPT_UNDO_PATH = "/v1/headgate/prompts/";

/** One text of a request: as it was sent, and as it was before each pass. */
const undoneTextSchema = z.object({
  /** Where it stands in the request. */
  path: z.array(z.union([z.string(), z.int().nonnegative()])),
  sent: z.string(),
  /** In the order in which the passes acted: the text before the first is what it was to begin with. */
  steps: z.array(z.object({ pass: z.enum(promptPasses), before: z.string() })).min(1),
});
export type UndoneText = z.infer<typeof undoneTextSchema>;

/** What a gateway holds of a call whose texts passes shortened. */
export const promptRecordSchema = z.object({
  call_id: z.string(),
  /** Of the texts before and after, as the call's row has it. */
  digest: z.string(),
  /** Whether the texts that are given back make that digest. */
  is_same: z.boolean(),
  texts: z.array(undoneTextSchema).min(1),
});
export type PromptRecord = z.infer<typeof promptRecordSchema>;

/** What a gateway answers control: such a record, or that it is more than one answer may hold. */
export const promptRecordAnswer = z.union([
  promptRecordSchema,
  z.object({ is_too_large: z.literal(true) }),
]);

/** The same for whoever manages Headgate, beside what the call's row says. */
export const promptUndoSchema = z.object({
  call_id: z.string(),
  /** Whether the ledger has a row of the call. The newest calls have none for a moment; `digest` is then the one that it will have. */
  has_row: z.boolean(),
  /** By the call's row; null where no pass shortened anything. */
  digest: z.string().nullable(),
  /** Whether the texts that are given back make the row's digest; null where there are none. */
  is_same: z.boolean().nullable(),
  /** Null where nothing was shortened, and where the gateway that was asked holds nothing of it any more. */
  texts: z.array(undoneTextSchema).nullable(),
});
export type PromptUndo = z.infer<typeof promptUndoSchema>;
