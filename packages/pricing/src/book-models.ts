import type { SourcedEntry } from "./expand-entry.ts";
import type { ComponentFallback, DatedAlias, PriceFile, ScopeFallback } from "./price-file.ts";
import type { BookModel } from "./price-timeline.ts";

type Growing = {
  provider: string;
  model: string;
  aliases: (string | DatedAlias)[];
  defaultScope: BookModel["defaultScope"];
  scopeFallbacks: ScopeFallback[];
  componentFallbacks: ComponentFallback[];
  entries: SourcedEntry[];
};

/**
 * Joins price files into models. Several files may speak of one provider and one model: the later
 * file's entries are appended, its new aliases added.
 */
export function bookModelsOf(
  files: readonly PriceFile[],
  options: Readonly<{ asKnownAt?: string | undefined }> = {},
): readonly BookModel[] {
  const { asKnownAt } = options;
  const models = new Map<string, Growing>();
  for (const file of files) {
    for (const { model, aliases } of file.models) {
      const key = `${file.provider}/${model}`;
      const scopeFallbacks = fallbacksFor(file.scope_fallbacks, model);
      const componentFallbacks = fallbacksFor(file.component_fallbacks, model);
      const before = models.get(key);
      if (before === undefined) {
        models.set(key, {
          provider: file.provider,
          model,
          aliases: [...aliases],
          defaultScope: file.default_scope ?? "global",
          scopeFallbacks,
          componentFallbacks,
          entries: [],
        });
        continue;
      }
      const known = new Set(before.aliases.map((alias) => JSON.stringify(alias)));
      before.aliases.push(...aliases.filter((alias) => !known.has(JSON.stringify(alias))));
      before.scopeFallbacks.push(...scopeFallbacks);
      before.componentFallbacks.push(...componentFallbacks);
    }
    for (const entry of file.prices) {
      if (asKnownAt !== undefined && entry.recorded_at > asKnownAt) continue;
      const source = file.sources[entry.source];
      if (source !== undefined) {
        models.get(`${file.provider}/${entry.model}`)?.entries.push({ entry, source });
      }
    }
  }
  return [...models.values()];
}

const fallbacksFor = <Fallback extends ScopeFallback | ComponentFallback>(
  fallbacks: readonly Fallback[] | undefined,
  model: string,
): Fallback[] =>
  fallbacks === undefined
    ? []
    : fallbacks.filter((one) => one.models.some((name) => fits(name, model)));

const fits = (pattern: string, model: string): boolean =>
  pattern.endsWith("*") ? model.startsWith(pattern.slice(0, -1)) : pattern === model;
