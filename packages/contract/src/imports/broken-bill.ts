import { z } from "zod";
import { billSources } from "./sources.ts";

/** A source of bills of which an import could not read all, and the file or folder that it could not read to its end. */
export const brokenBillSchema = z.strictObject({
  source: z.enum(billSources),
  place: z.string().max(1024),
});
export type BrokenBill = z.infer<typeof brokenBillSchema>;
