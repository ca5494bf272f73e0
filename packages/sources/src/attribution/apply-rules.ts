import {
  type Attribution,
  type AttributionCondition,
  type AttributionRules,
  attributionFields,
  attributionVariables,
} from "@headgate/contract";
import { fitsPattern } from "@headgate/pricing";
import type { AttributionSubject } from "./subject.ts";

const MOST_CHARACTERS = 256;

/**
 * A row's labels: what it says itself, and for every other label what the first rule gives that holds for the
 * row and whose text it can fill. What no rule knows is absent, which reports show as unallocated.
 */
export function applyRules(
  own: Attribution,
  { rules }: Pick<AttributionRules, "rules">,
  subject: AttributionSubject,
): Attribution {
  if (rules.length === 0) return own;
  const labels: { -readonly [Field in keyof Attribution]: Attribution[Field] } = { ...own };
  for (const rule of rules) {
    if (!holds(rule.when, subject)) continue;
    for (const field of attributionFields) {
      const text = rule.set[field];
      if (text === undefined || labels[field] !== undefined) continue;
      const label = filled(text, subject);
      if (label !== undefined) labels[field] = label;
    }
  }
  return labels;
}

/** Whether all that a rule asks for is true of a row. What a row does not say fits nothing. */
export function holds(when: AttributionCondition, subject: AttributionSubject): boolean {
  const named = attributionVariables.every((variable) => {
    const pattern = when[variable];
    return pattern === undefined || subject[variable].some((name) => fitsPattern(pattern, name));
  });
  if (!named) return false;
  return Object.entries(when.tags ?? {}).every(([name, pattern]) => {
    const value = tagOf(subject, name);
    return value !== undefined && fitsPattern(pattern, value);
  });
}

function filled(text: string, subject: AttributionSubject): string | undefined {
  let lacks = false;
  const label = text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = textOf(name, subject);
    if (value === undefined) lacks = true;
    return value ?? "";
  });
  const trimmed = label.trim().slice(0, MOST_CHARACTERS);
  return lacks || trimmed === "" ? undefined : trimmed;
}

function textOf(name: string, subject: AttributionSubject): string | undefined {
  if (name.startsWith("tag.")) return tagOf(subject, name.slice("tag.".length));
  const variable = attributionVariables.find((one) => `row.${one}` === name);
  return variable === undefined ? undefined : subject[variable][0];
}

const tagOf = ({ tags }: AttributionSubject, name: string): string | undefined => {
  const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
  return value === "" ? undefined : value;
};
