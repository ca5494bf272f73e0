import { isJsonObject, type JsonObject } from "../json-object.ts";
import { between, pick, type Random } from "../seeded-random.ts";
import { stringFor } from "./string-for-schema.ts";

/** A schema for which no value can be made. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}

/** Below this depth optional properties and optional elements are left out, so that recursion ends. */
const SHALLOW_DEPTH = 4;
/** A schema that still demands more here has no finite value. */
const MAX_DEPTH = 40;

/**
 * A value that satisfies a JSON schema of the kind providers take for structured output:
 * types, enum, const, properties, items, anyOf/oneOf/allOf, local $ref, bounds and string formats.
 * `pattern` and `not` are not read.
 */
export function jsonFromSchema(schema: unknown, random: Random): unknown {
  return valueFor(schema, { root: schema, random, depth: 0 });
}

type Place = Readonly<{ root: unknown; random: Random; depth: number }>;

function valueFor(schema: unknown, place: Place): unknown {
  if (!isJsonObject(schema)) return schema === false ? null : "any";
  if (place.depth > MAX_DEPTH) throw new SchemaError("the schema demands an endless value");
  const inside = { ...place, depth: place.depth + 1 };
  if (typeof schema.$ref === "string") return valueFor(resolve(schema.$ref, place), inside);
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return pick(place.random, schema.enum);
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) return valueFor(chooseBranch(branches, place), inside);
  if (Array.isArray(schema.allOf)) return valueFor(merged(schema, schema.allOf, place), inside);
  switch (typeOf(schema, place)) {
    case "object":
      return objectFor(schema, inside);
    case "array":
      return arrayFor(schema, inside);
    case "string":
      return stringFor(schema, place.random);
    case "integer":
      return numberFor(schema, place.random, 1);
    case "number":
      return numberFor(schema, place.random, 0.01);
    case "boolean":
      return place.random() < 0.5;
    default:
      return null;
  }
}

function resolve(reference: string, place: Place): unknown {
  let found: unknown = place.root;
  for (const step of reference.replace(/^#\/?/, "").split("/")) {
    if (step === "") continue;
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    found = isJsonObject(found) ? found[key] : undefined;
  }
  if (found === undefined) throw new SchemaError(`${reference} leads nowhere in the schema`);
  return found;
}

/** Deep down, the branch that ends soonest: one that is not a reference, null before all. */
function chooseBranch(branches: readonly unknown[], place: Place): unknown {
  if (place.depth < SHALLOW_DEPTH) return pick(place.random, branches);
  const isLeaf = (branch: unknown): boolean => isJsonObject(branch) && !("$ref" in branch);
  return (
    branches.find((branch) => isJsonObject(branch) && branch.type === "null") ??
    branches.find(isLeaf) ??
    branches[0]
  );
}

function merged(schema: JsonObject, parts: readonly unknown[], place: Place): JsonObject {
  const { allOf: _taken, ...own } = schema;
  let properties: JsonObject = isJsonObject(own.properties) ? own.properties : {};
  let required: readonly unknown[] = Array.isArray(own.required) ? own.required : [];
  let rest: JsonObject = own;
  for (const part of parts) {
    const isReference = isJsonObject(part) && typeof part.$ref === "string";
    const known = isReference ? resolve(String(part.$ref), place) : part;
    if (!isJsonObject(known)) continue;
    if (isJsonObject(known.properties)) properties = { ...properties, ...known.properties };
    if (Array.isArray(known.required)) required = [...required, ...known.required];
    rest = { ...known, ...rest };
  }
  const hasProperties = Object.keys(properties).length > 0;
  return hasProperties ? { ...rest, type: "object", properties, required } : rest;
}

function typeOf(schema: JsonObject, place: Place): unknown {
  const type = schema.type;
  if (Array.isArray(type)) {
    return place.depth >= SHALLOW_DEPTH && type.includes("null")
      ? "null"
      : pick(place.random, type);
  }
  if (type !== undefined) return type;
  if ("properties" in schema) return "object";
  if ("items" in schema || "prefixItems" in schema) return "array";
  return "string";
}

function objectFor(schema: JsonObject, place: Place): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const value: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    const wanted = required.includes(name) || (place.depth < SHALLOW_DEPTH && place.random() < 0.5);
    if (wanted) value[name] = valueFor(property, place);
  }
  for (const name of required) {
    if (typeof name === "string" && !(name in value)) {
      value[name] = valueFor(schema.additionalProperties ?? {}, place);
    }
  }
  return value;
}

function arrayFor(schema: JsonObject, place: Place): readonly unknown[] {
  const first = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
  const least = Math.max(first.length, numeric(schema.minItems) ?? 0);
  const most = numeric(schema.maxItems) ?? Math.max(least, 3);
  const length =
    place.depth >= SHALLOW_DEPTH
      ? least
      : between(place.random, Math.min(Math.max(least, 1), most), most);
  const values: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    values.push(valueFor(first[index] ?? schema.items ?? {}, place));
  }
  return values;
}

function numberFor(schema: JsonObject, random: Random, grain: number): number {
  const step = numeric(schema.multipleOf) ?? grain;
  const above = numeric(schema.exclusiveMinimum);
  const below = numeric(schema.exclusiveMaximum);
  const floor = Math.max(
    numeric(schema.minimum) ?? Number.NEGATIVE_INFINITY,
    above === undefined ? Number.NEGATIVE_INFINITY : above + step,
  );
  const ceiling = Math.min(
    numeric(schema.maximum) ?? Number.POSITIVE_INFINITY,
    below === undefined ? Number.POSITIVE_INFINITY : below - step,
  );
  const from = Number.isFinite(floor) ? floor : Math.min(0, ceiling);
  const to = Number.isFinite(ceiling) ? ceiling : from + 100;
  const value = step * between(random, Math.ceil(from / step), Math.floor(to / step));
  return Number(value.toFixed(6));
}

const numeric = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;
