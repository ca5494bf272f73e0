import { configSchema } from "@headgate/contract";
import { z } from "zod";

/** The parts of JSON Schema that the schema of headgate.yaml is written with. */
type Node = Readonly<{
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  anyOf?: readonly Node[];
  oneOf?: readonly Node[];
  allOf?: readonly Node[];
  properties?: Readonly<Record<string, Node>>;
  items?: Node;
  additionalProperties?: Node | boolean;
  required?: readonly string[];
}>;

/** What one kind (of a provider, an alarm, an offer …) has at a key; no kinds where there is but one sort. */
type Use = Readonly<{ kinds: readonly string[]; values: string; preset: string; meaning: string }>;

/** One key of headgate.yaml. `NAME` stands for a name of the writer's, `[]` for an entry of a list. */
export type ConfigurationKey = Readonly<{
  path: string;
  /** The kinds that have this key; empty where all have it. */
  kinds: string;
  values: string;
  /** The default as it is written in the file; empty where there is none. */
  preset: string;
  meaning: string;
}>;

/** Every key that headgate.yaml may have, in the schema's order. */
export function configurationKeys(): readonly ConfigurationKey[] {
  const uses = new Map<string, readonly Use[]>();
  collect(z.toJSONSchema(configSchema, { io: "input" }) as Node, "", [], uses);
  return [...uses].map(([path, ofKinds]) => {
    const all = kindsOfList(path, uses);
    const kinds = [...new Set(ofKinds.flatMap((use) => use.kinds))];
    const missing = all.filter((kind) => !kinds.includes(kind));
    const chosen = /\.(?:kind|on)$/.test(path);
    return {
      path,
      kinds: chosen || missing.length === 0 ? "" : named(kinds, missing),
      values: chosen
        ? [...new Set(ofKinds.flatMap(({ values }) => values.split(", ")))].join(", ")
        : together(ofKinds, ({ values }) => values, "; "),
      preset: together(ofKinds, ({ preset }) => preset, "; "),
      meaning: chosen
        ? ofKinds
            .map(({ meaning }) => meaning)
            .join(" ")
            .trim()
        : together(ofKinds, ({ meaning }) => meaning, " "),
    };
  });
}

function collect(
  node: Node,
  path: string,
  kinds: readonly string[],
  uses: Map<string, readonly Use[]>,
): void {
  for (const variant of variantsOf(node)) {
    collect(variant, path, kinds.length > 0 ? kinds : kindsOf(variant), uses);
  }
  if (node.items !== undefined) collect(node.items, `${path}[]`, kinds, uses);
  if (typeof node.additionalProperties === "object") {
    collect(node.additionalProperties, `${path}.NAME`, kinds, uses);
  }
  if (node.properties === undefined || isLabels(node)) return;
  for (const [name, member] of Object.entries(node.properties)) {
    const own = path === "" ? name : `${path}.${name}`;
    const use = {
      kinds,
      values: valuesOf(member),
      preset: presetOf(member),
      meaning: member.description ?? "",
    };
    uses.set(own, [...(uses.get(own) ?? []), use]);
    collect(member, own, kinds, uses);
  }
}

/** The kinds that there are where this key is. */
function kindsOfList(path: string, uses: ReadonlyMap<string, readonly Use[]>): readonly string[] {
  for (let end = path.length; end > 0; end = path.lastIndexOf(".", end - 1)) {
    const choices = ["kind", "on"].flatMap(
      (name) => uses.get(`${path.slice(0, end)}.${name}`) ?? [],
    );
    if (choices.length > 0) return [...new Set(choices.flatMap((use) => use.kinds))];
  }
  return [];
}

const named = (kinds: readonly string[], missing: readonly string[]): string =>
  kinds.length > 3 && missing.length * 2 < kinds.length
    ? `all but ${missing.join(", ")}`
    : kinds.join(", ");

/** One text where all kinds say the same, else each text with the kinds that say it. */
function together(uses: readonly Use[], text: (use: Use) => string, between: string): string {
  const texts = [...new Set(uses.map(text))];
  if (texts.length === 1) return texts[0] ?? "";
  return texts
    .map((one) => {
      const kinds = uses.filter((use) => text(use) === one).flatMap((use) => use.kinds);
      return { one, kinds };
    })
    .filter(({ one }) => one !== "")
    .sort((one, other) => one.kinds.length - other.kinds.length)
    .map(({ one, kinds }) => {
      if (kinds.length === 0) return one;
      const areMost = kinds.length > 3 && kinds.length * 2 > uses.length;
      return `${areMost ? "others" : kinds.join(", ")}: ${one}`;
    })
    .join(between);
}

const variantsOf = (node: Node): readonly Node[] => [
  ...(node.anyOf ?? []),
  ...(node.oneOf ?? []),
  ...(node.allOf ?? []),
];

const kindsOf = ({ properties }: Node): readonly string[] =>
  [properties?.kind, properties?.on]
    .flatMap((choice) => choice?.enum ?? [choice?.const])
    .filter((value) => typeof value === "string");

/** An object of nothing but labels to go by: told in one row. */
const isLabels = ({ properties }: Node): boolean => properties?.team !== undefined;

function valuesOf(node: Node): string {
  if (node.const !== undefined) return code(node.const);
  if (node.enum !== undefined) return node.enum.map(code).join(", ");
  const variants = variantsOf(node);
  if (variants.length > 0) return [...new Set(variants.map(valuesOf))].join(" or ");
  if (node.type === "array") {
    return node.items === undefined ? "list" : `list of ${valuesOf(node.items)}`;
  }
  if (node.properties !== undefined && isLabels(node)) {
    return Object.keys(node.properties)
      .map((name) => `\`${name}\``)
      .join(", ");
  }
  if (node.type === "object") return node.properties === undefined ? "names" : "object";
  if (node.type === "integer" || node.type === "number") return numbersOf(node);
  if (node.type === "boolean") return "`true`, `false`";
  return node.type === "string" ? "text" : "any";
}

const code = (value: unknown): string =>
  typeof value === "string" ? `\`${value}\`` : `\`${JSON.stringify(value)}\``;

function numbersOf(node: Node): string {
  const name = node.type === "integer" ? "whole number" : "number";
  const { minimum, exclusiveMinimum: above, exclusiveMaximum: below } = node;
  // zod bounds every whole number by what JavaScript holds exactly, which says nothing.
  const maximum = node.maximum === Number.MAX_SAFE_INTEGER ? undefined : node.maximum;
  const bounds = [
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? [] : [`from ${minimum}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(maximum === undefined ? [] : [`to ${maximum}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  return [name, ...bounds].join(" ");
}

/** A part that is filled in whole has its defaults at its own keys. */
function presetOf({ default: value }: Node): string {
  if (value === undefined) return "";
  const isFilledPart =
    typeof value === "object" && !Array.isArray(value) && Object.keys(value ?? {}).length > 0;
  return isFilledPart ? "" : `\`${JSON.stringify(value)}\``;
}
