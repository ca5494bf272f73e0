import type { PolicyPatch, ProposalScope } from "@headgate/contract";
import { createTwoFilesPatch } from "diff";
import {
  Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { assertNothingElseChanged, assertNothingShared } from "./nothing-else-changed.ts";
import { patchPolicies, type WrittenPolicy } from "./patch-policies.ts";

export type PolicyEdit = Readonly<{ scope: ProposalScope; patch: PolicyPatch; name: string }>;

export type EditedConfig = Readonly<{
  /** The whole text, in which all but the policies stands byte for byte as it was. */
  text: string;
  /** The policies before and after, as a unified diff; nothing else of the file is in it. */
  diff: string;
}>;

const KEY = "policies";
/** Lines are not folded: what people wrote on one line stays on one. */
const style = { lineWidth: 0 } as const;

/**
 * Writes a policy change into the text of a configuration that has been read without a fault.
 *
 * @throws ScopeNotMatchedError where the scope cannot be told by a policy
 * @throws PoliciesNotEditedError where the text is written in a way in which a change would reach further than the policies that
 * are to be changed
 */
export function editPolicies(text: string, edit: PolicyEdit): EditedConfig {
  const document = parseDocument(text);
  const root = isMap(document.contents) ? document.contents : undefined;
  const pair = root?.items.find(({ key }) => isScalar(key) && key.value === KEY);
  assertNothingShared(pair);
  // What is changed below are this document's own nodes.
  const asRead = parseDocument(text);
  const written = isSeq(pair?.value) ? pair.value : undefined;
  const before = (written?.toJS(document) ?? []) as readonly WrittenPolicy[];
  const after = patchPolicies(before, edit);
  const sequence = sequenceOf(document, written, { before, after });
  if (before.length === 0) sequence.commentBefore = besideNothing(pair);
  const section = sectionOf(sequence);
  const shownBefore = written === undefined ? "" : sectionOf(written);
  const edited = spliced(text, { document, root, pair, section });
  assertNothingElseChanged(asRead, edited, after);
  return {
    text: edited,
    diff: withoutIndex(
      createTwoFilesPatch("policies", "policies", shownBefore, section, "now", "then"),
    ),
  };
}

/** The lines before the first file's name are for mails with several files. */
const withoutIndex = (patch: string): string => patch.slice(patch.indexOf("--- "));

const sectionOf = (sequence: YAMLSeq): string => {
  const shown = new Document();
  shown.contents = shown.createNode({}) as unknown as typeof shown.contents;
  shown.set(KEY, sequence);
  return shown.toString(style);
};

/** What people wrote where no policy stands yet. */
const besideNothing = (pair: Pair | undefined): string | null => {
  const { comment, commentBefore } = (pair?.value ?? {}) as Partial<Node>;
  return commentBefore ?? comment ?? null;
};

/** Policies that stay are the nodes that were read, with their comments; a patched one is changed in its node. */
function sequenceOf(
  document: Document,
  written: YAMLSeq | undefined,
  { before, after }: Readonly<Record<"before" | "after", readonly WrittenPolicy[]>>,
): YAMLSeq {
  const sequence = document.createNode([]) as YAMLSeq;
  sequence.items = after.map((policy) => {
    const at = before.findIndex((one) => one === policy || one.name === policy.name);
    const node = written?.items[at];
    if (node === undefined) return document.createNode(policy);
    if (before[at] !== policy) setChanged(node as YAMLMap, before[at], policy);
    return node;
  });
  if (written !== undefined) {
    sequence.comment = written.items.length === 0 ? null : (written.comment ?? null);
    // What stands above the list was read as the list's, and is about its first policy.
    const first = written.items[0] as Node | undefined;
    if (first === undefined || sequence.items[0] === first) {
      sequence.commentBefore = written.commentBefore ?? null;
    } else first.commentBefore = written.commentBefore ?? null;
  }
  return sequence;
}

function setChanged(node: YAMLMap, before: WrittenPolicy | undefined, after: WrittenPolicy): void {
  for (const [part, members] of Object.entries(after)) {
    if (before?.[part] === members) continue;
    if (!isMap(node.get(part))) node.set(part, members);
    else
      for (const [member, value] of Object.entries(members as object)) {
        if (JSON.stringify(node.getIn([part, member])) !== JSON.stringify(value)) {
          node.setIn([part, member], value);
        }
      }
  }
}

type Place = Readonly<{
  document: Document;
  root: YAMLMap | undefined;
  pair: Pair | undefined;
  section: string;
}>;

/** Puts the section where it was, or at the end; a file in one JSON object is written anew as a whole. */
function spliced(text: string, { document, root, pair, section }: Place): string {
  if (root?.flow === true) {
    const policies = parseDocument(section).get(KEY);
    document.set(KEY, policies);
    return document.toString(style);
  }
  const key = (pair?.key as { range?: readonly [number, number, number] } | undefined)?.range;
  const value = (pair?.value as { range?: readonly [number, number, number] } | undefined)?.range;
  if (key === undefined || value === undefined) {
    return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${section}`;
  }
  const end = text.slice(value[1], value[2]).includes("\n") ? value[2] : value[1];
  const rest = text.slice(end);
  return `${text.slice(0, key[0])}${section}${rest.startsWith("\n") ? rest.slice(1) : rest}`;
}
