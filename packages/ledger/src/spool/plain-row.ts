import {
  attributionFields,
  ledgerRowSchema,
  promptPartNames,
  usageComponents,
} from "@headgate/contract";
import { z } from "zod";
import {
  type JsonSchema,
  jsonPattern,
  membersInAnyOrder,
  membersInOrder,
  objectOfAny,
  PLAIN_BYTE,
  textsBy,
} from "./json-pattern.ts";

/** What begins a blank of Unicode's, and what ends one: labels that may have one at an end are left to the schema, which trims. */
const BLANK_BEGINS = String.raw`[\x20\x7f]|\xc2[\x80-\xa0]|\xe1\x9a|\xe2[\x80\x81]|\xe3\x80|\xef\xbb`;
const BLANK_ENDS = String.raw`[\x20\x7f]|\xc2[\x80-\xa0]|\xe1\x9a\x80|\xe2[\x80\x81][\x80-\xbf]|\xe3\x80\x80|\xef\xbb\xbf`;
const LABEL = `"(?!${BLANK_BEGINS})${PLAIN_BYTE}{1,256}(?<!${BLANK_ENDS})"`;
const COUNT = String.raw`(?:0|[1-9]\d{0,14})`;
const SHARE = String.raw`(?:0|1|0\.\d{0,16}[1-9])`;

const all = (names: readonly string[], pattern: string): string =>
  String.raw`\{${membersInAnyOrder(names.map((name) => [name, pattern]))}\}`;

/** What several models used is added up by who reads the row: no row with it is plain. */
const NEVER = "(?!)";

/** Members of rows whose patterns the schema does not tell, or whose columns are the same in any order of theirs. */
const ofRow: Readonly<Record<string, string>> = {
  source: '"gateway"',
  other_usage: NEVER,
  usage: all(usageComponents, COUNT),
  attribution: all(attributionFields, LABEL),
  tags: textsBy('(?!__proto__")[A-Za-z0-9_.-]{1,64}', `"${PLAIN_BYTE}{0,256}"`, 32),
  raw_usage: objectOfAny(2),
  prompt_parts: `(?!\\{\\})${all(promptPartNames, COUNT)}`,
};
/** The same of what lies within them. */
const within: Readonly<Record<string, string>> = {
  share: String.raw`0\.(?:[0-4]\d{0,15}[1-9]|[1-5])`,
  similarity: SHARE,
  expected: SHARE,
  expected_of_reference: SHARE,
};
/** Where the members that a gateway adds to a row behind the others may begin. */
const LAST_IN_ORDER = "tags";

/** Members in the schema's order as far as the required ones go, and behind them the others in any order. */
function rowPattern(): string {
  const { properties = {}, required = [] } = z.toJSONSchema(ledgerRowSchema, {
    io: "input",
  }) as JsonSchema;
  const patterns = Object.entries(properties).map(
    ([name, member]) =>
      [name, ofRow[name] ?? jsonPattern(member, { ...within, other_usage: NEVER })] as const,
  );
  const ordered = patterns.slice(0, patterns.findIndex(([name]) => name === LAST_IN_ORDER) + 1);
  const optional = patterns.filter(([name]) => !required.includes(name));
  return String.raw`\{${membersInOrder(ordered, required)}${membersInAnyOrder(optional)}\}`;
}

/**
 * A line of the spool, bytes taken as characters, whose row a gateway wrote and the contract allows, as far as that can be
 * told without reading it. What of it is kept as JSON stringifies to itself. For `RegExp.test` from `lastIndex` on.
 */
export const plainLine = (): RegExp => new RegExp(`[0-9a-f]{8} ${rowPattern()}\\n`, "y");
