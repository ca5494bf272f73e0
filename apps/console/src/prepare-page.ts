/**
 * Runs before any schema is made. The page's Content-Security-Policy forbids `eval`, and zod tries it
 * once to see whether it may compile its parsers; told so beforehand, it does not try.
 */
declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

globalThis.__zod_globalConfig = { jitless: true };

export {};
