import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rootCommand } from "./root-command.ts";

type Command = Readonly<{ subCommands?: unknown; run?: unknown }>;

const resolved = async (given: unknown): Promise<unknown> =>
  typeof given === "function" ? (given as () => unknown)() : given;

/** Every command that does something by itself, as it is typed behind `headgate`. */
async function commandsOf(command: Command, typed: string): Promise<readonly string[]> {
  const members = Object.entries(((await resolved(command.subCommands)) ?? {}) as object);
  const below = await Promise.all(
    members.map(async ([name, member]) =>
      commandsOf((await resolved(member)) as Command, `${typed} ${name}`.trim()),
    ),
  );
  return [...(command.run === undefined ? [] : [typed]), ...below.flat()];
}

test("docs/reference/command-line.md has a row for every command, and for none that is not there", async () => {
  const page = readFileSync(
    new URL("../../../docs/reference/command-line.md", import.meta.url),
    "utf8",
  );
  const told = [...page.matchAll(/^\| (`[^|]+`) \|/gm)]
    .flatMap(([, cell = ""]) => [...cell.matchAll(/`([a-z][^`]*)`/g)])
    .map(([, typed = ""]) => typed.replace(/ (?:[A-Z[<-].*)$/, ""));

  const commands = await commandsOf(rootCommand, "");

  expect(commands.length).toBeGreaterThan(60);
  expect([...new Set(told)].sort()).toEqual([...commands].sort());
});

test("every command that a page tells to type is one", async () => {
  const docs = new URL("../../../docs/", import.meta.url);
  const pages = readdirSync(docs, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => ({ path, text: readFileSync(new URL(path, docs), "utf8") }));
  pages.push({
    path: "../README.md",
    text: readFileSync(new URL("../README.md", docs), "utf8"),
  });
  const commands = await commandsOf(rootCommand, "");

  const typed = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:npx headgate|headgate\.mjs) ([a-z][a-z -]*[a-z])/g)].map(
      ([, words = ""]) => ({ path, words }),
    ),
  );
  const unknown = typed.filter(
    ({ words }) => !commands.some((one) => words === one || words.startsWith(`${one} `)),
  );

  expect(typed.length).toBeGreaterThan(60);
  expect(unknown).toEqual([]);
});
