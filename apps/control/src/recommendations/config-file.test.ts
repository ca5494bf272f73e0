import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createConfigFile } from "./config-file.ts";

const before = `policies:
  - name: faq
    match: { feature: faq }
    output: { style: terse }
`;
const edit = {
  scope: { feature: "faq" },
  patch: { exact_cache: { when: "always" }, output: { max_tokens: "learned" } },
  name: "faq, cached",
};

async function written(text: string, change = edit) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-config-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "headgate.yaml");
  const versions = join(folder, "versions");
  await writeFile(path, text);
  const file = createConfigFile({ path, versions, environment: {} });
  const version = await file.write(change);
  return { file, path, versions, version, revert: () => file.revert({ version, edit: change }) };
}

test("a change that somebody put back by hand is reverted without a word written", async () => {
  const { path, versions, revert } = await written(before);
  await writeFile(path, before);

  expect(await revert()).toBeUndefined();
  expect(await readFile(path, "utf8")).toBe(before);
  expect(await readdir(versions)).toHaveLength(2);
});

test("so is one that was taken out of a file that has changed otherwise", async () => {
  const { path, revert } = await written(before);
  const byHand = `# Seen by the platform team.\n${before}`;
  await writeFile(path, byHand);

  expect(await revert()).toBeUndefined();
  expect(await readFile(path, "utf8")).toBe(byHand);
});

test.each([
  ["as it was written", (text: string) => text],
  ["in one part alone", (text: string) => text.replace("when: always", "when: never")],
])("a change that still stands there, %s, is not said to be out", async (_, byHand) => {
  const { path, revert } = await written(before);
  const changed = byHand(`# A comment.\n${await readFile(path, "utf8")}`);
  await writeFile(path, changed);

  await expect(revert()).rejects.toMatchObject({ code: "config_not_written" });
  expect(await readFile(path, "utf8")).toBe(changed);
});

test("a policy that a change added is out when it is gone, or says nothing of the change any more", async () => {
  const added = await written("listen: {}\n");
  await writeFile(added.path, "listen: { port: 4100 }\n");
  expect(await added.revert()).toBeUndefined();

  const emptied = await written("listen: {}\n");
  await writeFile(
    emptied.path,
    'policies: [{ name: "faq, cached", match: { feature: faq }, output: { style: terse } }]\n',
  );
  expect(await emptied.revert()).toBeUndefined();
});

test("where its versions are lost, what stands in the file tells whether it is out", async () => {
  const { file, path, versions, version, revert } = await written(before);
  await rm(versions, { recursive: true });

  await expect(revert()).rejects.toMatchObject({ code: "config_not_written" });
  await writeFile(path, before);
  expect(await file.revert({ version, edit })).toBeUndefined();
});

test("a file whose policies share text is shown no change that would reach further", async () => {
  const { file, path } = await written(before);
  await writeFile(
    path,
    `limits: &limits { max_body_bytes: 100000 }
policies:
  - { name: faq, match: &faq { feature: faq } }
  - { name: more, match: *faq }
`,
  );

  await expect(file.preview(edit)).rejects.toMatchObject({
    code: "config_not_written",
    message: expect.stringContaining("by an anchor"),
  });
});
