import { builtInBook } from "../model/built-in-book.ts";
import { type BilledModel, billedModelOf } from "./billed-model.ts";

/** A month and a day behind a model's name: the snapshot's, without its year. */
const MONTH_DAY = /^(.*?)-?((?:0[1-9]|1[0-2]))([0-3]\d)$/;

let dated: readonly string[] | undefined;

/**
 * The price book's model for the name in a meter: `gpt 4o 0806` is gpt-4o-2024-08-06, `5.4` is gpt-5.4, `rt` is
 * realtime. A snapshot's year is not in the meter, so it must be the only snapshot of that day.
 */
export function azureModelOf(name: string, atMs: number): BilledModel | undefined {
  const dashed = name.replace(/\s+/g, "-");
  const named = /^\d/.test(dashed) ? `gpt-${dashed}` : dashed;
  const [, base = "", month = "", day = ""] = MONTH_DAY.exec(named) ?? [];
  for (const spelling of base === "" ? spellingsOf(named) : spellingsOf(base)) {
    const snapshot = base === "" ? spelling : onlySnapshot(spelling, `-${month}-${day}`);
    const known = snapshot === undefined ? undefined : billedModelOf("azure", snapshot, atMs);
    if (known !== undefined) return known;
  }
  return undefined;
}

const spellingsOf = (name: string): readonly string[] =>
  /(?:^|-)rt(?:-|$)/.test(name)
    ? [
        name.replace(/(^|-)rt(?=-|$)/, "$1realtime-preview"),
        name.replace(/(^|-)rt(?=-|$)/, "$1realtime"),
      ]
    : [name];

function onlySnapshot(base: string, monthDay: string): string | undefined {
  dated ??= builtInBook()
    .models.filter(({ provider }) => provider === "azure" || provider === "openai")
    .flatMap(({ model, aliases }) => [model, ...aliases])
    .filter((model) => /-20\d\d-\d\d-\d\d$/.test(model));
  const found = new Set(
    dated.filter((model) => model.endsWith(monthDay) && model.slice(0, -11) === base),
  );
  return found.size === 1 ? [...found][0] : undefined;
}
