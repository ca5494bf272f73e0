import { losslessPasses, type PromptPass, type PromptPolicy } from "@headgate/contract";
import type { JsonPath, PromptView } from "@headgate/providers";
import { EarlierTexts } from "./passes/earlier-texts.ts";
import type { Pass } from "./passes/pass.ts";
import { passes, shorten } from "./passes/shorten.ts";
import { type PassUndo, packedRecord } from "./passes/undo-passes.ts";
import type { ShorteningMemory } from "./shortening-memory.ts";
import { offersEditing, textsToShorten } from "./texts-to-shorten.ts";
import { pairKeyOf } from "./token-differences.ts";

/** A text of a request that was replaced by one that says the same. */
export type ReplacedText = Readonly<{
  path: JsonPath;
  before: string;
  after: string;
  isNewest: boolean;
  /** What tells the two texts from all others. */
  pairKey: string;
  /** Those that did something, in the order in which they acted. */
  passes: readonly PromptPass[];
  /** What each of them did. Packed only where it is asked for: mostly it is known from an earlier turn, or not to be held. */
  undo: () => readonly PassUndo[];
}>;

/** The passes that a policy names, in the order in which they act. */
const passesOf = (policy: PromptPolicy): readonly Pass[] =>
  passes.filter(
    ({ name }) =>
      policy.passes.includes(name) ||
      (policy.lossless && losslessPasses.some((one) => one === name)),
  );

/**
 * Shortens the texts of a request that its policy names. What becomes of a text depends on the policy, the request's
 * tools, the text and what stands before it, and on nothing else: as long as these stay, a request that goes on from
 * another is shortened to one that goes on from the other's.
 */
export function shortenRequest(
  view: PromptView,
  json: unknown,
  policy: PromptPolicy,
  memory: ShorteningMemory,
): readonly ReplacedText[] {
  const isCareful = policy.editing_tools === "careful" && offersEditing(view);
  const acting = passesOf(policy).filter((pass) => !isCareful || !pass.changesQuotedText);
  if (acting.length === 0) return [];
  const alone = acting.filter(({ looksAround }) => !looksAround);
  const around = acting.filter(({ looksAround }) => looksAround);
  const replaced: ReplacedText[] = [];
  const earlier = new EarlierTexts();
  let siblings: string[] = [];
  let groupBefore: number | undefined;
  for (const { path, text, group, isNewest, kind } of textsToShorten(view, json, policy)) {
    if (group !== groupBefore) siblings = [];
    groupBefore = group;
    const first = memory.shorten(text, alone);
    const made =
      around.length === 0 || kind === "user"
        ? undefined
        : shorten(first.text, around, { earlier, siblings });
    const after = made?.text ?? first.text;
    if (kind !== "user") {
      // What later texts are compared with is what the model sees of this one.
      earlier.add(after);
      siblings.push(after);
    }
    const record = made?.record ?? [];
    const acted = [...first.passes, ...record.map(({ pass }) => pass)];
    if (acted.length === 0) continue;
    replaced.push({
      ...{ path, before: text, after, isNewest, passes: acted },
      pairKey: pairKeyOf(text, after),
      undo: () => packedRecord([...first.record(), ...record]),
    });
  }
  return replaced;
}
