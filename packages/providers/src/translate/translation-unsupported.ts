import { HeadgateError } from "@headgate/contract";
import type { Note } from "./notes.ts";
import type { RequestTranslation } from "./translate-request.ts";

const MOST_NAMED = 10;

/** The refusal of a request that a provider's format cannot carry whole: it names the fields. */
export function translationUnsupported(
  { from, to, notes }: Pick<RequestTranslation, "from" | "to" | "notes">,
  provider: string,
): HeadgateError {
  const { lost, lostBeyond } = notes;
  const named = lost.slice(0, MOST_NAMED).map(({ field, reason }) => `${field} (${reason})`);
  const unnamed = lost.length - named.length + lostBeyond;
  const more = unnamed > 0 ? ` and ${unnamed} more` : "";
  const [first] = lost;
  return new HeadgateError(
    "translation_unsupported",
    `From ${from} to ${to}: ${named.join("; ")}${more}.`,
    {
      provider,
      fields: fieldsOf(lost),
      ...(first !== undefined && { param: first.field }),
    },
  );
}

const fieldsOf = (notes: readonly Note[]): string => notes.map(({ field }) => field).join(", ");
