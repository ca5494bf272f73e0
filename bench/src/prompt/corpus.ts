import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Texts of one class of content, each with what stands before it in its request. */
export type TextClass = Readonly<{
  name: string;
  /** Where the texts come from: a file of this project, a package of its dependencies, or constructed. */
  source: string;
  requests: readonly (readonly string[])[];
}>;

const root = join(import.meta.dirname, "../../..");
const modules = join(root, "node_modules");
const MOST_UNITS = 60_000;

/**
 * Texts as tools and retrieval give them to a model. Files are those of the packages that the project depends on, and
 * its own; what tools print is constructed.
 * @param most how many files of a class
 */
export function corpus(most: number): readonly TextClass[] {
  const manifests = filesOfPackages("package.json", most);
  const readmes = filesOfPackages("README.md", most);
  const sources = readdirSync(join(root, "packages/providers/src"))
    .filter((file) => file.endsWith(".ts"))
    .slice(0, most)
    .map((file) => readFileSync(join(root, "packages/providers/src", file), "utf8"));
  const listing = manifests.map((text) => record(text));
  return [
    {
      name: "JSON, pretty",
      source: "package.json of packages in node_modules",
      requests: alone(manifests),
    },
    {
      name: "JSON, minified",
      source: "the same, minified",
      requests: alone(manifests.map((text) => JSON.stringify(JSON.parse(text)))),
    },
    {
      name: "list of records, pretty",
      source: "constructed: name, version, licence and size of the same packages, 25 a list",
      requests: alone(inGroups(listing, 25).map((group) => JSON.stringify(group, null, 2))),
    },
    {
      name: "list of records, minified",
      source: "the same, minified",
      requests: alone(inGroups(listing, 25).map((group) => JSON.stringify(group))),
    },
    {
      name: "terminal output",
      source: "constructed: a test run with colours, a download with progress",
      requests: alone(terminalOutputs(Math.ceil(most / 4))),
    },
    { name: "Markdown", source: "README.md of packages in node_modules", requests: alone(readmes) },
    { name: "code", source: "TypeScript of packages/providers", requests: alone(sources) },
    {
      name: "files read again",
      source: "constructed: each of these files read twice",
      requests: sources.map((text) => [text, `$ cat file.ts\n${text}`]),
    },
    {
      name: "passages with overlap",
      source: "constructed: eight passages of 1,000 characters, 200 shared, of each README.md",
      requests: readmes.filter((text) => text.length > 2_000).map((text) => passagesOf(text)),
    },
    {
      name: "results with base64",
      source: "constructed: JSON with a file of 6 kB in it",
      requests: alone(sources.slice(0, 10).map((text) => withFile(text))),
    },
  ];
}

const alone = (texts: readonly string[]): readonly (readonly string[])[] =>
  texts.map((text) => [text]);

function filesOfPackages(file: string, most: number): readonly string[] {
  const found: string[] = [];
  for (const name of readdirSync(modules).sort()) {
    if (found.length === most) break;
    if (name.startsWith(".") || name.startsWith("@")) continue;
    const path = join(modules, name, file);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) continue;
    const text = readFileSync(path, "utf8");
    if (text.length > 200 && text.length < MOST_UNITS) found.push(text);
  }
  return found;
}

function record(manifest: string): Readonly<Record<string, unknown>> {
  const { name, version, license, dependencies } = JSON.parse(manifest) as Record<string, unknown>;
  return {
    name,
    version,
    license: typeof license === "string" ? license : null,
    dependencies: Object.keys((dependencies as object | undefined) ?? {}).length,
    bytes: manifest.length,
  };
}

function inGroups<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const groups: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size));
  return groups;
}

const colour = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;

function terminalOutputs(count: number): readonly string[] {
  return Array.from({ length: count }, (_, run) => {
    const tests = Array.from({ length: 20 + run }, (_unused, at) => {
      const mark = (at + run) % 7 === 0 ? colour(31, "✗") : colour(32, "✓");
      return ` ${mark} src/part-${at}/thing-${run}.test.ts ${colour(2, `(${at + 3} tests)`)} ${colour(33, `${at * 13 + run} ms`)}`;
    });
    const progress = Array.from(
      { length: 20 },
      (_unused, at) =>
        `\rfetching ${"#".repeat(at)}${".".repeat(20 - at)} ${String(at * 5).padStart(3)} %`,
    ).join("");
    return `${progress}\rfetching ${"#".repeat(20)} 100 %\n\n\n\n${tests.join("\n")}\n\n\n\n${colour(1, "Done")}   \n`;
  });
}

const passagesOf = (text: string): readonly string[] =>
  Array.from({ length: 8 }, (_, at) => text.slice(at * 800, at * 800 + 1_000)).filter(
    (passage) => passage.length > 200,
  );

const withFile = (text: string): string =>
  JSON.stringify({
    status: "ok",
    file: { name: "report.bin", content: Buffer.from(text.slice(0, 6_000)).toString("base64") },
  });
