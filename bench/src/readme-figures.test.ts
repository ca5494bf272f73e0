import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withFigures } from "./readme-figures.ts";

test("the figures in the README are those of the newest kept result", () => {
  const page = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

  expect(page).toBe(withFigures(page));
});
