import { applyEdits, type Edit } from "./byte-edit.ts";
import { itemsOf, membersOf, objectStart, skipSpace } from "./json-members.ts";
import type { JsonPath } from "./json-path.ts";

/**
 * One change to a JSON text. All paths and places are those of the text before any change.
 *
 * `set`: the value at the path becomes another. `remove`: the member or list item at the path goes. `insert`: a value
 * comes into the list at the path, before the item at `index` (its length: at the end). `add`: the object at the path
 * gets a member that it does not have.
 */
export type JsonEdit =
  | Readonly<{ kind: "set"; path: JsonPath; value: unknown }>
  | Readonly<{ kind: "remove"; path: JsonPath }>
  | Readonly<{ kind: "insert"; path: JsonPath; index: number; value: unknown }>
  | Readonly<{ kind: "add"; path: JsonPath; key: string; value: unknown }>;

/** What is to be done at one value, and below it. */
type Node = {
  set: string | undefined;
  isRemoved: boolean;
  readonly inserted: Map<number, string[]>;
  readonly added: Map<string, string>;
  readonly below: Map<string | number, Node>;
};

/** One member or item with the bytes that it takes. */
type Held = Readonly<{ name: string | number; start: number; valueStart: number; end: number }>;

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;

/**
 * The body with these changes and every other byte as it was: a gateway that reorders or re-escapes JSON breaks the
 * provider's prompt cache. The very same buffer where there are none.
 *
 * @param body a JSON object that `readRequest` has accepted
 * @throws RangeError when a path leads nowhere, to a name that stands twice, or when two changes contradict each other
 */
export function applyJsonEdits(body: Buffer, edits: readonly JsonEdit[]): Buffer {
  if (edits.length === 0) return body;
  const root = newNode();
  for (const edit of edits) note(root, edit);
  const places: Edit[] = [];
  visit(body, root, { start: objectStart(body), path: [] }, places);
  return applyEdits(body, places);
}

function note(root: Node, edit: JsonEdit): void {
  let node = root;
  for (const step of edit.path) {
    const below = node.below.get(step) ?? newNode();
    node.below.set(step, below);
    node = below;
  }
  switch (edit.kind) {
    case "set":
      if (node.set !== undefined) throw contradiction(edit.path);
      node.set = textOf(edit.value);
      return;
    case "remove":
      if (edit.path.length === 0) throw new RangeError("the whole body cannot be removed");
      node.isRemoved = true;
      return;
    case "insert":
      node.inserted.set(edit.index, [...(node.inserted.get(edit.index) ?? []), textOf(edit.value)]);
      return;
    case "add":
      if (node.added.has(edit.key)) throw contradiction([...edit.path, edit.key]);
      node.added.set(edit.key, `${JSON.stringify(edit.key)}:${textOf(edit.value)}`);
      return;
    default:
      edit satisfies never;
  }
}

const newNode = (): Node => ({
  set: undefined,
  isRemoved: false,
  inserted: new Map(),
  added: new Map(),
  below: new Map(),
});

/** A value that JSON cannot say would leave a body that is none. */
function textOf(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new RangeError("a value is none of JSON's");
  return text;
}

function visit(
  body: Buffer,
  node: Node,
  { start, path }: Readonly<{ start: number; path: JsonPath }>,
  places: Edit[],
): void {
  const isList = body[start] === OPEN_BRACKET;
  if (!isList && body[start] !== OPEN_BRACE) throw nowhere(path);
  if (isList ? node.added.size > 0 : node.inserted.size > 0) throw nowhere(path);
  const held = isList ? items(body, start) : members(body, start);
  const close = skipSpace(body, held.at(-1)?.end ?? start + 1);
  const targets = new Map<string | number, Held>();
  for (const one of held) {
    if (!node.below.has(one.name)) continue;
    if (targets.has(one.name)) throw new RangeError(`${shown(path, one.name)} stands twice`);
    targets.set(one.name, one);
  }
  for (const name of node.below.keys()) {
    if (!targets.has(name)) throw nowhere([...path, name]);
  }
  if (!isList && held.some(({ name }) => node.added.has(String(name)))) {
    throw new RangeError(`${shown(path)} has a member of that name already`);
  }
  for (const index of node.inserted.keys()) {
    if (index < 0 || index > held.length) throw nowhere([...path, index]);
  }
  let gapStart = start + 1;
  let isFirst = true;
  let isChanged = false;
  let fresh: string[] = [];
  for (const [index, one] of held.entries()) {
    fresh.push(...(node.inserted.get(index) ?? []));
    const below = node.below.get(one.name);
    if (below?.isRemoved === true) {
      if (below.set !== undefined || hasMore(below)) throw contradiction([...path, one.name]);
      isChanged = true;
      continue;
    }
    if (isChanged || fresh.length > 0) {
      const text = `${isFirst ? "" : ","}${fresh.map((value) => `${value},`).join("")}`;
      places.push({ start: gapStart, end: one.start, text });
    }
    if (below !== undefined) change(body, below, { one, path: [...path, one.name] }, places);
    gapStart = one.end;
    isFirst = false;
    isChanged = false;
    fresh = [];
  }
  fresh.push(...(node.inserted.get(held.length) ?? []), ...node.added.values());
  if (isChanged || fresh.length > 0) {
    const text = `${isFirst || fresh.length === 0 ? "" : ","}${fresh.join(",")}`;
    places.push({ start: gapStart, end: close, text });
  }
}

function change(
  body: Buffer,
  node: Node,
  { one, path }: Readonly<{ one: Held; path: JsonPath }>,
  places: Edit[],
): void {
  if (node.set === undefined) {
    visit(body, node, { start: one.valueStart, path }, places);
    return;
  }
  if (hasMore(node)) throw contradiction(path);
  places.push({ start: one.valueStart, end: one.end, text: node.set });
}

const hasMore = ({ inserted, added, below }: Node): boolean =>
  inserted.size > 0 || added.size > 0 || below.size > 0;

const members = (body: Buffer, start: number): readonly Held[] =>
  [...membersOf(body, start)].map(({ key, keyStart, valueStart, valueEnd }) => ({
    name: key,
    start: keyStart,
    valueStart,
    end: valueEnd,
  }));

const items = (body: Buffer, start: number): readonly Held[] =>
  [...itemsOf(body, start)].map((item, index) => ({
    name: index,
    start: item.start,
    valueStart: item.start,
    end: item.end,
  }));

const shown = (...path: readonly unknown[]): string => `"${path.flat().join(".")}"`;
const nowhere = (path: JsonPath): RangeError => new RangeError(`${shown(path)} leads nowhere`);
const contradiction = (path: JsonPath): RangeError =>
  new RangeError(`${shown(path)} is changed in two ways`);
