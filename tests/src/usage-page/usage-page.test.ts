import { readFileSync } from "node:fs";
import { usageComponents } from "@headgate/contract";
import { expect, test } from "vitest";
import { usagePage } from "./usage-page.ts";

const page = readFileSync(new URL("../../../docs/reference/usage.md", import.meta.url), "utf8");

test("docs/reference/usage.md says what the readers do (npm run write-reference)", () => {
  expect(page).toBe(usagePage());
});

test("docs/reference/usage.md names every bucket", () => {
  expect(usageComponents.filter((component) => !page.includes(`\`${component}\``))).toEqual([]);
});
