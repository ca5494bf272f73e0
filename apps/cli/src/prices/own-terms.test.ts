import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownTerms } from "./own-terms.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-terms-"));
  await writeFile(
    join(folder, "own.yaml"),
    `providers:
  openai: { kind: openai, base_url: "https://api.openai.com/v1", api_key: "\${OPENAI_API_KEY}" }
overlays:
  - { name: edp, kind: discount, percent: "10", valid_from: 2026-01-01 }
`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("without a headgate.yaml there are list prices only", async () => {
  expect(await ownTerms(undefined, {}, folder)).toBeUndefined();
});

test("the overlays of the file that is named act, and it is said which file that is", async () => {
  const own = await ownTerms("own.yaml", { OPENAI_API_KEY: "sk" }, folder);

  expect(own?.from).toBe(join(folder, "own.yaml"));
  expect(own?.terms.overlays.discounts.map(({ name }) => name)).toEqual(["edp"]);
  expect(own?.terms.namesOf("openai")).toEqual(["openai"]);
});

test("a file that cannot be read is no estimate at list prices in secret, and the way there is named", async () => {
  const failure = await ownTerms("own.yaml", {}, folder).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(HeadgateError);
  expect(failure).toMatchObject({ code: "config_invalid" });
  expect(String(failure)).toMatch(/own\.yaml.*OPENAI_API_KEY.*--no-overlays/s);
});
