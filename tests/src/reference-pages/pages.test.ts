import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseConfig } from "@headgate/contract";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

const below = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md") && !path.includes("node_modules"))
    .map((path) => join(root, folder, path));

const pages = [
  ...readdirSync(root)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(root, name)),
  ...["docs", "decisions", "deploy", "bench", "evals"].flatMap(below),
];

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, "");

/** Anchors as GitHub makes them of headings. */
const anchorsOf = (page: string): ReadonlySet<string> => {
  const seen = new Map<string, number>();
  const anchors = [...withoutCode(readFileSync(page, "utf8")).matchAll(/^#{1,6} +(.+)$/gm)].map(
    ([, heading = ""]) => {
      const plain = heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(" ", "-");
      const before = seen.get(plain) ?? 0;
      seen.set(plain, before + 1);
      return before === 0 ? plain : `${plain}-${before}`;
    },
  );
  return new Set(anchors);
};

test("every link of a page leads to a file and a heading that are there", () => {
  const links = pages.flatMap((page) =>
    [...withoutCode(readFileSync(page, "utf8")).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .map((link) => ({ page, link })),
  );

  const broken = links.filter(({ page, link }) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : resolve(dirname(page), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !(statSync(target).isFile() && anchorsOf(target).has(anchor));
  });

  expect(links.length).toBeGreaterThan(300);
  expect(broken.map(({ page, link }) => `${relative(root, page)}: ${link}`)).toEqual([]);
});

test("every page of docs is reached from docs/README.md", () => {
  const front = join(root, "docs/README.md");
  const reached = [...readFileSync(front, "utf8").matchAll(/\]\(([^)#\s]+)/g)].map(
    ([, link = ""]) => resolve(dirname(front), link),
  );

  const lost = below("docs").filter((page) => page !== front && !reached.includes(page));

  expect(lost.map((page) => relative(root, page))).toEqual([]);
});

test("every whole headgate.yaml of a page is one that Headgate takes", () => {
  const files = pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/```yaml\n(# headgate\.yaml\n[\s\S]*?)```/g)].map(
      ([, text = ""]) => ({ page, text }),
    ),
  );
  expect(files.length).toBeGreaterThan(4);

  for (const { page, text } of files) {
    const names = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = ""]) => name);
    const environment = Object.fromEntries(names.map((name) => [name, "a-secret-of-the-tests"]));
    expect(() => parseConfig(text, environment, relative(root, page))).not.toThrow();
  }
});
