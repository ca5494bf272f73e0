import type { WireFormat } from "@headgate/contract";
import { type AnswerView, askedFormOf, type JsonObject, promptViewOf } from "@headgate/providers";
import { type HardCheck, hardFailures } from "./look-at-answer.ts";

/** Characters of the question that checks compare an answer with. */
const LONGEST_PROMPT = 32_768;

/** A request of a client, as it is held beside its answer. */
type Asked = Readonly<{ format: WireFormat; json: JsonObject; pathAndQuery: string }>;

/** The checks that say that an answer to a request is none; undefined where it asks for several. */
export function failuresOfAnswer(
  { format, json, pathAndQuery }: Asked,
  answer: AnswerView,
): readonly HardCheck[] | undefined {
  const asked = askedFormOf(format, { json, pathAndQuery });
  if (asked?.several === true) return undefined;
  return hardFailures({ asked, prompt: lastQuestion({ format, json }), answer });
}

/** What the user of a request said last. */
export function lastQuestion({ format, json }: Pick<Asked, "format" | "json">): string {
  const last = promptViewOf(format, json)?.messages.findLast(({ role }) => role === "user");
  const text = (last?.texts ?? []).map((one) => one.text).join("\n");
  return text.slice(0, LONGEST_PROMPT);
}
