import { isJsonText } from "./json-spaces.ts";
import { type JsonTree, readJsonTree, writeJsonTree } from "./json-tree.ts";
import type { Pass } from "./pass.ts";

const columns = '"_cols"';
const rows = '"_rows"';
/** A shorter list says its names nearly as seldom. */
const LEAST_ROWS = 3;
/** Fewer letters need not be fewer tokens: a table that takes more of the text than this may have more of them. */
const MOST_OF_TEXT = 0.95;

/**
 * Lists of objects with the same members in the same order, as a table: `{"_cols":[names],"_rows":[[values]]}`.
 * Still JSON, every value as it was written; other lists stay as they are.
 */
export const columnarJson: Pass = {
  name: "columnar_json",
  changesQuotedText: true,
  looksAround: false,
  find: (text) => {
    // A text that has tables already could not be told from what is made here.
    if (text.includes(columns) || !isJsonText(text)) return [];
    const tree = readJsonTree(text);
    if (tree === undefined) return [];
    const table = writeJsonTree(intoTables(tree));
    const isWorthIt = table.length <= text.length * MOST_OF_TEXT;
    if (!table.includes(columns) || !isWorthIt) return [];
    return [{ start: 0, end: text.length, text: table }];
  },
};

function intoTables(tree: JsonTree): JsonTree {
  switch (tree.kind) {
    case "scalar":
      return tree;
    case "object":
      return {
        kind: "object",
        members: tree.members.map(([name, value]) => [name, intoTables(value)]),
      };
    case "list":
      return tableOf(tree.items.map(intoTables));
    default:
      return tree satisfies never;
  }
}

function tableOf(items: readonly JsonTree[]): JsonTree {
  const list: JsonTree = { kind: "list", items };
  const names = namesOf(items[0]);
  if (items.length < LEAST_ROWS || names === undefined) return list;
  const values: JsonTree[] = [];
  for (const item of items) {
    if (item.kind !== "object" || item.members.length !== names.length) return list;
    if (item.members.some(([name], index) => name !== names[index])) return list;
    values.push({ kind: "list", items: item.members.map(([, value]) => value) });
  }
  const head: JsonTree = { kind: "list", items: names.map((raw) => ({ kind: "scalar", raw })) };
  return {
    kind: "object",
    members: [
      [columns, head],
      [rows, { kind: "list", items: values }],
    ],
  };
}

function namesOf(item: JsonTree | undefined): readonly string[] | undefined {
  if (item?.kind !== "object" || item.members.length === 0) return undefined;
  const names = item.members.map(([name]) => name);
  const isTable = names.length === 2 && names[0] === columns;
  return isTable || new Set(names).size < names.length ? undefined : names;
}
