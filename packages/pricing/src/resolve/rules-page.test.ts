import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { addressRules } from "./resolve-model.ts";
import { spellingRules } from "./spelling-rules.ts";

const page = readFileSync(
  new URL("../../../../docs/reference/model-names.md", import.meta.url),
  "utf8",
);
const rows = page
  .split("\n")
  .filter((line) => /^\| `[a-z-]+` \|/.test(line))
  .map((line) => ({
    id: /^\| `([a-z-]+)` \|/.exec(line)?.[1],
    urls: [...line.matchAll(/<(https:[^>]+)>/g)].map(([, url]) => url),
  }));

test("the reference page lists every rule in its order, with the pages that it follows", () => {
  const rules = [...addressRules, ...spellingRules];

  expect(rows).toEqual(
    rules.map(({ id, sources }) => ({ id, urls: sources.map(({ url }) => url) })),
  );
});
