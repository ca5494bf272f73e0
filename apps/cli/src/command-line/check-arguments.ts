import { HeadgateError } from "@headgate/contract";
import type { ArgsDef } from "citty";
import { nearest } from "./nearest.ts";

type ArgumentDefinition = ArgsDef[string];

/**
 * Refuses what the command does not know: unknown flags (naming the one that was probably meant), flags
 * without their value, values outside a list, missing and surplus words.
 * @throws HeadgateError `command_invalid`
 */
export function checkArguments(rawArgs: readonly string[], definitions: ArgsDef): void {
  const words: string[] = [];
  for (let index = 0; index < rawArgs.length; index += 1) {
    const word = rawArgs[index] ?? "";
    if (word === "--") {
      words.push(...rawArgs.slice(index + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      words.push(word);
      continue;
    }
    const [flag, inlineValue] = splitOnce(word, "=");
    const [name, definition] = definitionOf(flag, definitions);
    if (definition.type === "boolean") {
      if (inlineValue !== undefined) throw invalid(`${flag} takes no value.`);
      continue;
    }
    const value = inlineValue ?? rawArgs[index + 1];
    if (value === undefined || (inlineValue === undefined && value.startsWith("--"))) {
      throw invalid(`${flag} needs a value.`);
    }
    if (inlineValue === undefined) index += 1;
    if (definition.type === "enum") checkOption(`--${name}`, value, definition.options ?? []);
  }
  checkWords(words, definitions);
}

/** All values of a flag that may stand more than once, in their order. */
export function repeatedValues(rawArgs: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (const [index, word] of rawArgs.entries()) {
    if (word === "--") break;
    if (word.startsWith(`--${name}=`)) values.push(word.slice(name.length + 3));
    const next = rawArgs[index + 1];
    if (word === `--${name}` && next !== undefined) values.push(next);
  }
  return values;
}

function definitionOf(flag: string, definitions: ArgsDef): [string, ArgumentDefinition] {
  const flags = new Map<string, [string, ArgumentDefinition]>();
  for (const [name, definition] of Object.entries(definitions)) {
    if (definition.type === "positional") continue;
    flags.set(`--${name}`, [name, definition]);
    if (definition.type === "boolean" && definition.default === true) {
      flags.set(`--no-${name}`, [name, definition]);
    }
  }
  const found = flags.get(flag);
  if (found !== undefined) return found;
  const meant = nearest(flag, [...flags.keys(), "--help"]);
  throw invalid(`There is no flag ${flag}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`);
}

/** @throws HeadgateError `command_invalid` when the value is none of the options, with the nearest of them */
export function checkOption(flag: string, value: string, options: readonly string[]): void {
  if (options.includes(value)) return;
  const meant = nearest(value, options);
  throw invalid(
    `${flag} is one of ${options.join(", ")}; not "${value}".${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
  );
}

function checkWords(words: readonly string[], definitions: ArgsDef): void {
  const places = Object.entries(definitions).filter(
    ([, definition]) => definition.type === "positional",
  );
  for (const [index, [name, definition]] of places.entries()) {
    if (words[index] === undefined && definition.required !== false) {
      throw invalid(`${definition.valueHint ?? name.toUpperCase()} is missing.`);
    }
  }
  if (places.some(([, definition]) => isRepeated(definition))) return;
  const surplus = words[places.length];
  if (surplus !== undefined) throw invalid(`"${surplus}" is one word too many.`);
}

/** A last argument of which several may stand is marked by its hint: `FILE…`. */
const isRepeated = (definition: ArgumentDefinition): boolean =>
  "valueHint" in definition &&
  definition.type === "positional" &&
  definition.valueHint?.endsWith("…") === true;

const splitOnce = (text: string, separator: string): [string, string | undefined] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
};

const invalid = (detail: string): HeadgateError => new HeadgateError("command_invalid", detail);
