import type { JsonEdit, PromptText, PromptView } from "@headgate/providers";
import type { Placed } from "./place-values.ts";

type Styled = Readonly<{ edit: JsonEdit } | { placed: Placed }>;

/** A style line as it stands behind instructions. */
export const behindInstructions = (line: string): string => `\n\n${line}`;

/** The change that puts a line behind the instructions, or makes it the instructions where there are none. */
export function styledSystem(
  view: PromptView,
  line: string,
  system: ((text: string) => Placed) | undefined,
): Styled {
  const last = view.system.at(-1) ?? lastLeading(view);
  if (last !== undefined) {
    return { edit: { kind: "set", path: last.path, value: last.text + behindInstructions(line) } };
  }
  if (system !== undefined) return { placed: system(line) };
  const value = { role: "system", content: line };
  return { edit: { kind: "insert", path: view.listPath, index: 0, value } };
}

/** The last text of the instructions that a list of messages begins with. */
function lastLeading({ messages }: PromptView): PromptText | undefined {
  const others = messages.findIndex(({ role }) => role !== "system");
  const leading = others < 0 ? messages : messages.slice(0, others);
  return leading.flatMap(({ texts }) => texts).at(-1);
}
