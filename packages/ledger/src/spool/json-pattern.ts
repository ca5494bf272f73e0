/** What is looked at of a JSON Schema, as zod writes it. */
export type JsonSchema = Readonly<{
  type?: string;
  anyOf?: readonly JsonSchema[];
  enum?: readonly string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema | false;
  prefixItems?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
}>;

/** A byte of a text, as a character: anything that JSON writes as it is. */
export const PLAIN_BYTE = String.raw`[^"\\\x00-\x1f]`;
/** Below what a double can miss; larger ones are left to a reader. */
const WHOLE = String.raw`[1-9]\d{0,14}`;
/** As JSON.stringify writes it without an exponent. */
const REAL = String.raw`(?:0|${WHOLE})(?:\.\d{0,16}[1-9])?`;
/** Behind a member or an item: a comma before the next one, or the end. */
const THEN_MEMBER = String.raw`(?:,(?=")|(?=\}))`;
const THEN_ITEM = String.raw`(?:,(?!\])|(?=\]))`;

/**
 * A regular expression for the JSON that a schema allows, as `JSON.stringify` writes it with its members in the schema's
 * order, over bytes taken as characters. What it matches is valid. Of what `JSON.stringify` wrote, it matches what reading and
 * writing it again would give; of what others wrote it may match more (`0.10000000000000001`, a name that comes twice). Some
 * valid JSON it does not match (texts with escapes, numbers of 16 digits or with exponents): it is there to be fast, not complete.
 *
 * @param own patterns in the place of those of members of these names, wherever they stand
 * @throws RangeError where the schema asks for what cannot be told so
 */
export function jsonPattern(schema: JsonSchema, own: Readonly<Record<string, string>>): string {
  const { anyOf, enum: values, type } = schema;
  if (anyOf !== undefined) return `(?:${anyOf.map((one) => jsonPattern(one, own)).join("|")})`;
  if (values !== undefined) return `"(?:${values.map(literally).join("|")})"`;
  switch (type) {
    case undefined:
      return anyJson(3);
    case "null":
      return "null";
    case "boolean":
      return "(?:true|false)";
    case "integer":
      return integerPattern(schema);
    case "number":
      return numberPattern(schema);
    case "string":
      return stringPattern(schema);
    case "array":
      return arrayPattern(schema, own);
    case "object":
      return objectPattern(schema, own);
    default:
      throw new RangeError(`there is no pattern for JSON of type ${type}`);
  }
}

type Members = readonly (readonly [name: string, pattern: string])[];

/** Members of an object, in this order, of which the required ones are there. */
export const membersInOrder = (members: Members, required: readonly string[]): string =>
  members
    .map(([name, pattern]) => {
      const member = `"${literally(name)}":${pattern}${THEN_MEMBER}`;
      return required.includes(name) ? member : `(?:${member})?`;
    })
    .join("");

/** Members of an object in any order; which of them are there, and how often, is not looked at. */
export const membersInAnyOrder = (members: Members): string =>
  `(?:(?:${members.map(([name, pattern]) => `"${literally(name)}":${pattern}`).join("|")})${THEN_MEMBER})*`;

/** An object of any JSON that is nested no deeper than this within it. */
export const objectOfAny = (depth: number): string =>
  String.raw`\{(?:"${PLAIN_BYTE}*":${anyJson(depth)}${THEN_MEMBER})*\}`;

/** An object of texts under names of this pattern. */
export const textsBy = (name: string, text: string, most: number): string =>
  String.raw`\{(?:"${name}":${text}${THEN_MEMBER}){0,${most}}\}`;

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

const withoutAnchors = (pattern: string): string => pattern.replace(/^\^|\$$/g, "");

function integerPattern({ minimum, exclusiveMinimum }: JsonSchema): string {
  if (exclusiveMinimum === 0) return WHOLE;
  if (minimum === 0) return `(?:0|${WHOLE})`;
  if (minimum === Number.MIN_SAFE_INTEGER) return `(?:0|-?${WHOLE})`;
  throw new RangeError(`there is no pattern for integers from ${minimum}`);
}

function numberPattern({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  if (maximum !== undefined || exclusiveMinimum !== undefined || (minimum ?? 0) !== 0) {
    throw new RangeError("there is no pattern for numbers between bounds");
  }
  return REAL;
}

function stringPattern({ pattern, minLength = 0, maxLength }: JsonSchema): string {
  if (pattern !== undefined) return `"${withoutAnchors(pattern)}"`;
  // Counted in bytes, of which no text has fewer than units.
  return `"${PLAIN_BYTE}{${minLength},${maxLength ?? ""}}"`;
}

function arrayPattern(
  { items, prefixItems, minItems = 0, maxItems }: JsonSchema,
  own: Readonly<Record<string, string>>,
): string {
  if (prefixItems !== undefined) {
    return String.raw`\[${prefixItems.map((item) => jsonPattern(item, own)).join(",")}\]`;
  }
  if (items === undefined || items === false) throw new RangeError("an array of no known items");
  return String.raw`\[(?:${jsonPattern(items, own)}${THEN_ITEM}){${minItems},${maxItems ?? ""}}\]`;
}

function objectPattern(
  { properties, required = [] }: JsonSchema,
  own: Readonly<Record<string, string>>,
): string {
  if (properties === undefined) throw new RangeError("an object of no known members");
  const members = Object.entries(properties).map(
    ([name, member]) => [name, own[name] ?? jsonPattern(member, own)] as const,
  );
  return String.raw`\{${membersInOrder(members, required)}\}`;
}

/** Any JSON that is nested no deeper than this. */
function anyJson(depth: number): string {
  const plain = `"${PLAIN_BYTE}*"|0|-?(?:${WHOLE}|${REAL})|true|false|null`;
  if (depth === 0) return `(?:${plain})`;
  const items = String.raw`\[(?:${anyJson(depth - 1)}${THEN_ITEM})*\]`;
  return `(?:${plain}|${objectOfAny(depth - 1)}|${items})`;
}
