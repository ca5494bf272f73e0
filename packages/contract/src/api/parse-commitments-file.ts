import { parseDocument } from "yaml";
import type { z } from "zod";
import { HeadgateError } from "../errors.ts";
import { commitmentsFileSchema } from "./plan-commitments.ts";

/**
 * Reads a file of offers, YAML or JSON.
 *
 * @param fileName stands in messages
 * @throws HeadgateError `command_invalid` that lists every fault with its path
 */
export function parseCommitmentsFile(
  text: string,
  fileName: string,
): z.output<typeof commitmentsFileSchema> {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new HeadgateError("command_invalid", `${fileName}: ${broken.message}`);
  }
  const result = commitmentsFileSchema.safeParse(document.toJS());
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? "the file" : path.join(".")}: ${message}`,
  );
  throw new HeadgateError("command_invalid", `${fileName}:\n${faults.join("\n")}`);
}
