import { HeadgateError } from "@headgate/contract";
import type { CommandDef, CommandMeta, Resolvable, SubCommandsDef } from "citty";
import { runCommand } from "citty";
import { checkArguments } from "./command-line/check-arguments.ts";
import { type ExitCode, exitCodes } from "./command-line/command.ts";
import { examples } from "./command-line/examples.ts";
import { nearest } from "./command-line/nearest.ts";
import { renderHelp } from "./command-line/render-help.ts";
import { print, talk, terminalWidth } from "./command-line/terminal.ts";
import { rootCommand } from "./root-command.ts";
import { version } from "./version.ts";

/**
 * Runs one command line.
 * @param rawArgs the words after `headgate`
 * @returns the exit code: 0 done, 1 a finding, 2 the command could not be run as it stands
 */
export async function runCli(rawArgs: readonly string[]): Promise<ExitCode> {
  const wantsJson = rawArgs.includes("--json");
  try {
    return await dispatch(rawArgs);
  } catch (error) {
    return report(error, wantsJson);
  }
}

async function dispatch(rawArgs: readonly string[]): Promise<ExitCode> {
  if (rawArgs[0] === "--version" || rawArgs[0] === "-v") {
    print(version());
    return exitCodes.done;
  }
  let command: CommandDef = rootCommand;
  let subCommands = await resolved(command.subCommands);
  const path: string[] = [];
  let rest = [...rawArgs];
  while (subCommands !== undefined) {
    const [name] = rest;
    // A command that does something by itself has others below it: without a word it is meant.
    if (command.run !== undefined && (name === undefined || isOption(name))) break;
    if (name === undefined || isHelp(name) || name === "help") {
      print(await help(command, path, subCommands));
      return name === undefined ? exitCodes.usage : exitCodes.done;
    }
    command = await subCommand(name, path, subCommands);
    path.push(name);
    rest = rest.slice(1);
    subCommands = await resolved(command.subCommands);
  }
  const end = rest.indexOf("--");
  if (rest.slice(0, end < 0 ? rest.length : end).some(isHelp)) {
    print(await help(command, path, subCommands));
    return exitCodes.done;
  }
  checkArguments(rest, (await resolved(command.args)) ?? {});
  // Which command is meant is decided above: the words left are options alone.
  const { subCommands: _, ...alone } = command;
  const { result } = await runCommand(alone, { rawArgs: rest });
  return isExitCode(result) ? result : exitCodes.done;
}

async function subCommand(
  name: string,
  path: readonly string[],
  subCommands: SubCommandsDef,
): Promise<CommandDef> {
  const found = Object.hasOwn(subCommands, name) ? subCommands[name] : undefined;
  if (found !== undefined) return resolved(found);
  const before = ["headgate", ...path].join(" ");
  if (name.startsWith("-")) {
    throw new HeadgateError("command_invalid", `${name} stands where ${before} needs a command.`);
  }
  const meant = nearest(name, Object.keys(subCommands));
  throw new HeadgateError(
    "command_invalid",
    `There is no command "${[...path, name].join(" ")}".${
      meant === undefined
        ? ` ${before} has ${Object.keys(subCommands).join(", ")}.`
        : ` Did you mean \`${before} ${meant}\`?`
    }`,
  );
}

async function help(
  command: CommandDef,
  path: readonly string[],
  subCommands: SubCommandsDef | undefined,
): Promise<string> {
  const meta: CommandMeta = (await resolved(command.meta)) ?? {};
  return renderHelp(
    {
      path,
      meta,
      args: (await resolved(command.args)) ?? {},
      runs: command.run !== undefined,
      subCommands: await Promise.all(
        Object.entries(subCommands ?? {}).map(async ([name, entry]) => ({
          name,
          description: firstSentence((await resolved((await resolved(entry)).meta))?.description),
        })),
      ),
      examples: examples[path.join(" ")] ?? [],
    },
    terminalWidth(),
  );
}

const firstSentence = (text = ""): string => /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;

const isOption = (word: string): boolean => word.startsWith("-");
const isHelp = (word: string): boolean => word === "--help" || word === "-h";

const isExitCode = (value: unknown): value is ExitCode =>
  Object.values<unknown>(exitCodes).includes(value);

/** citty lets any part of a command be a value, a promise or a function. */
async function resolved<T>(value: Resolvable<T>): Promise<T> {
  return typeof value === "function" ? (value as () => T | Promise<T>)() : value;
}

function report(error: unknown, wantsJson: boolean): ExitCode {
  const known = error instanceof HeadgateError ? error : new HeadgateError("internal");
  const { code, message } = known;
  const { mend } = known.entry;
  if (known !== error)
    talk(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (wantsJson) print(JSON.stringify({ error: { code, message, mend } }));
  talk(`${message}\n${mend} [${code}]`);
  return exitCodes.usage;
}
