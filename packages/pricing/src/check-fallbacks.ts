import { usageComponents } from "@headgate/contract";
import { type Checker, isObject } from "./checker.ts";

type Sources = ReadonlySet<string>;
type Fallback = Readonly<Record<string, unknown>>;

/** Checks where a file says that one scope is billed at another's price. */
export function checkScopeFallbacks(
  checker: Checker,
  fileName: string,
  fallbacks: unknown,
  sources: Sources,
): void {
  checkEach(checker, { fileName, list: "scope_fallbacks", fallbacks, sources }, (place, one) => {
    if (one.precedes !== undefined && typeof one.precedes !== "boolean") {
      checker.at(place)("precedes", "expected true or false");
    }
    checker.scope(place, "from", one.from);
    checker.scope(place, "to", one.to);
  });
}

/** Checks where a file says that components have one price. */
export function checkComponentFallbacks(
  checker: Checker,
  fileName: string,
  fallbacks: unknown,
  sources: Sources,
): void {
  const list = "component_fallbacks";
  checkEach(checker, { fileName, list, fallbacks, sources }, (place, one) => {
    if (one.precedes !== undefined) checker.at(place)("precedes", "is for scopes alone");
    const from: readonly unknown[] = Array.isArray(one.from) ? one.from : [];
    if (from.length === 0) checker.at(place)("from", "expected a list of components");
    for (const component of [...from, one.to]) {
      if (!components.has(component)) {
        checker.at(place)("", `unknown component ${JSON.stringify(component)}`);
      }
    }
  });
}
const components: ReadonlySet<unknown> = new Set(usageComponents);

function checkEach(
  checker: Checker,
  about: Readonly<{ fileName: string; list: string; fallbacks: unknown; sources: Sources }>,
  checkOne: (place: string, fallback: Fallback) => void,
): void {
  const { fileName, list, fallbacks, sources } = about;
  if (fallbacks === undefined) return;
  if (!Array.isArray(fallbacks)) {
    checker.at(fileName)(list, "expected a list");
    return;
  }
  for (const [index, fallback] of (fallbacks as readonly unknown[]).entries()) {
    const place = `${fileName} ${list}[${index}]`;
    if (!isObject(fallback)) {
      checker.at(place)("", "expected an object");
      continue;
    }
    checker.keys(place, fallback, FALLBACK_KEYS);
    checkOne(place, fallback);
    checker.text(place, "reason", fallback.reason, /\S/, "a reason");
    if (!Array.isArray(fallback.models)) checker.at(place)("models", "expected a list");
    const { source } = fallback;
    if (typeof source !== "string" || !sources.has(source)) {
      const named = typeof source === "string" ? source : JSON.stringify(source);
      checker.at(place)("source", `the source "${named}" is not listed`);
    }
  }
}
const FALLBACK_KEYS = new Set(["from", "to", "models", "reason", "source", "precedes"]);
