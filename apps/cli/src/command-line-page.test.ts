import { readFileSync } from "node:fs";
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
