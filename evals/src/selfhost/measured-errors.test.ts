import { readdirSync, readFileSync } from "node:fs";
import { measuredErrors } from "@headgate/planner";
import { expect, test } from "vitest";

const folder = new URL("../../results/", import.meta.url);

test("the range that plans show is the error of the newest kept evaluation", () => {
  const kept = readdirSync(folder)
    .filter((name) => name.startsWith("selfhost-"))
    .map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8")))
    .toSorted((left, right) => dateOf(left).localeCompare(dateOf(right)));

  expect(kept.at(-1)).toMatchObject({ figures: { errors: measuredErrors } });
});

const dateOf = (kept: unknown): string => (kept as Readonly<{ date: string }>).date;
