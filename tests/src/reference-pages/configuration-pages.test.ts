import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { configurationKeys } from "./configuration-keys.ts";
import { configurationKeysPage } from "./configuration-keys-page.ts";

const read = (name: string): string =>
  readFileSync(new URL(`../../../docs/reference/${name}`, import.meta.url), "utf8");

test("configuration-keys.md has every key of the schema (npm run write-reference)", () => {
  expect(read("configuration-keys.md")).toBe(configurationKeysPage());
});

test("configuration.md tells of every part, and of every key in it, in a row of that part", () => {
  const rows = read("configuration.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.replaceAll("<name>", "NAME"));
  const parts = configurationKeys().filter(
    ({ path }) => !path.startsWith("catalogue.") && path.split(".").length <= depthOf(path),
  );

  const untold = parts.filter(({ path }) => {
    const part = path.replace(/[.[].*$/, "");
    const key = path.slice(path.lastIndexOf(".") + 1);
    const own = rows.filter((row) => new RegExp(`^\\| \`${part}\\b`).test(row));
    return !own.some((row) => new RegExp(`[\`.]${key}\\b`).test(row));
  });

  expect(parts.length).toBeGreaterThan(150);
  expect(untold.map(({ path }) => path)).toEqual([]);
});

/** Names of the writer's are a step of the path, and no key. */
const depthOf = (path: string): number => (path.includes(".NAME") ? 3 : 2);
