import { readdirSync, readFileSync } from "node:fs";
import { type ModelUsage, type Usage, usageComponents } from "@headgate/contract";
import { readRecordedUsage, type UsageShapeName, usageShapeNames } from "@headgate/providers";
import { z } from "zod";

const usageCase = z.object({
  api: z.string(),
  shape: z.enum(usageShapeNames as [UsageShapeName, ...UsageShapeName[]]),
  model: z.string().nullable(),
  document: z.string(),
  read_at: z.string().optional(),
  statements: z.array(
    z.object({ event: z.string().optional(), usage: z.record(z.string(), z.unknown()) }),
  ),
});
type UsageCase = z.infer<typeof usageCase>;
const usageFile = z.object({ provider: z.string(), cases: z.array(usageCase) });

/** What one count of a provider's usage object does, as the readers read it. */
type FieldEffect = Readonly<{
  field: string;
  /** In words for the reference page. */
  effect: string;
}>;

/** One API's usage object. */
export type ApiEffects = Readonly<{
  provider: string;
  shape: UsageShapeName;
  document: string;
  /** Absent where the document was not read again. */
  readAt: string | undefined;
  fields: readonly FieldEffect[];
}>;

const folder = new URL("../../../packages/providers/fixtures/usage/", import.meta.url);

/**
 * Finds out from the readers themselves what each count does: every count of the documented usage objects
 * is made smaller by one, and what changes is told.
 */
export function apiEffects(): readonly ApiEffects[] {
  const effects = new Map<string, ApiEffects & { fields: FieldEffect[] }>();
  for (const file of readdirSync(folder).sort()) {
    const { provider, cases } = usageFile.parse(
      JSON.parse(readFileSync(new URL(file, folder), "utf8")),
    );
    for (const one of cases) {
      const key = `${provider}/${one.shape}`;
      const { shape, document, read_at: readAt } = one;
      const api = effects.get(key) ?? { provider, shape, document, readAt, fields: [] };
      effects.set(key, api);
      for (const effect of fieldEffects(one)) {
        if (!api.fields.some(({ field }) => field === effect.field)) api.fields.push(effect);
      }
    }
  }
  return [...effects.values()];
}

/** Of a stream the last statement is changed, which is the one that counts. */
function fieldEffects(one: UsageCase): readonly FieldEffect[] {
  const last = one.statements.at(-1)?.usage;
  if (last === undefined) return [];
  const before = read(one, last);
  return counts(last).map(({ path, value }) => {
    const after = read(one, withValue(last, path, value - 1));
    return { field: nameOf(last, path), effect: effectOf(before, after, value) };
  });
}

type Reading = Readonly<{
  usage: Usage;
  otherUsage?: readonly ModelUsage[];
  violations: readonly string[];
}>;

function read(one: UsageCase, usage: Readonly<Record<string, unknown>>): Reading {
  const statements = [...one.statements.slice(0, -1), { ...one.statements.at(-1), usage }];
  const reading = readRecordedUsage({
    statements: statements.map(({ event, usage: stated }) => ({
      usage: stated,
      ...(event !== undefined && { event }),
    })),
    shape: one.shape,
    ...(one.model !== null && { model: one.model }),
  });
  return reading.kind === "read" ? reading : { usage: {}, violations: [reading.reason] };
}

function effectOf(before: Reading, after: Reading, value: number): string {
  const contradicts = after.violations.length > before.violations.length;
  const moved = movesBetween(before.usage, after.usage);
  const filled = moved.filter(({ by }) => by === 1).map(({ component }) => `\`${component}\``);
  const emptied = moved.filter(({ by }) => by === -1).map(({ component }) => `\`${component}\``);
  if (filled.length > 0) {
    const from = emptied.length === 0 ? "" : `, taken out of ${emptied.join(" and ")}`;
    return `${filled.join(" and ")}${from}${contradicts ? "; checked" : ""}`;
  }
  const elsewhere = filledByOthers(before, after);
  if (elsewhere !== undefined) return `${elsewhere}, of the model that it names`;
  const told = after.violations.join() !== before.violations.join();
  if (!contradicts) return told ? "no bucket: it is reported" : "no bucket of its own";
  const same = usageComponents.find((component) => before.usage[component] === value);
  const splits = moved.some(({ by }) => by !== 0);
  return splits && same !== undefined
    ? `\`${same}\`; checked`
    : "checked: it must agree with the rest";
}

const movesBetween = (before: Usage, after: Usage) =>
  usageComponents.map((component) => ({
    component,
    by: (before[component] ?? 0) - (after[component] ?? 0),
  }));

/** The bucket of another model that holds one less; `undefined` where none does. */
function filledByOthers(before: Reading, after: Reading): string | undefined {
  for (const [index, { usage }] of (before.otherUsage ?? []).entries()) {
    const later = after.otherUsage?.[index]?.usage;
    const filled = later && movesBetween(usage, later).find(({ by }) => by === 1);
    if (filled !== undefined) return `\`${filled.component}\``;
  }
  return undefined;
}

type Count = Readonly<{ path: readonly string[]; value: number }>;

/** Every count above 0, by its path. */
function counts(value: unknown, path: readonly string[] = []): readonly Count[] {
  if (typeof value === "number") {
    return Number.isInteger(value) && value > 0 ? [{ path, value }] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => counts(inner, [...path, name]));
}

function withValue(
  object: Readonly<Record<string, unknown>>,
  [name = "", ...rest]: readonly string[],
  value: number,
): Readonly<Record<string, unknown>> {
  if (rest.length === 0) return { ...object, [name]: value };
  const inner = object[name];
  if (Array.isArray(inner)) {
    const [index = "", ...further] = rest;
    const changed = inner.map((item: unknown, at) =>
      String(at) === index ? withValue(item as Record<string, unknown>, further, value) : item,
    );
    return { ...object, [name]: changed };
  }
  return { ...object, [name]: withValue(inner as Record<string, unknown>, rest, value) };
}

/** `promptTokensDetails[AUDIO].tokenCount`: an element is named by what tells it apart. */
function nameOf(object: unknown, path: readonly string[]): string {
  let name = "";
  let at = object;
  for (const step of path) {
    const inner = (at as Readonly<Record<string, unknown>>)[step];
    const label = (inner as Readonly<{ modality?: unknown; ttl?: unknown; type?: unknown }>) ?? {};
    const told = label.modality ?? label.ttl ?? label.type;
    if (Array.isArray(at)) name += typeof told === "string" ? `[${told}]` : "[]";
    else name += name === "" ? step : `.${step}`;
    at = inner;
  }
  return name;
}
