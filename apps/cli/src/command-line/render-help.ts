import type { ArgsDef, CommandMeta } from "citty";
import { colors } from "./terminal.ts";
import { wrap } from "./wrap.ts";

export type HelpSubject = Readonly<{
  /** Words after `headgate`. */
  path: readonly string[];
  meta: CommandMeta;
  args: ArgsDef;
  /** Whether it does something without a command below it. */
  runs: boolean;
  subCommands: readonly Readonly<{ name: string; description: string }>[];
  examples: readonly string[];
}>;

const INDENT = "  ";

/** The help page of a command, laid out for `width` columns. */
export function renderHelp(subject: HelpSubject, width: number): string {
  const entries = Object.entries(subject.args);
  const words = entries.flatMap(([name, definition]) => {
    if (definition.type !== "positional") return [];
    const term = definition.valueHint ?? name.toUpperCase();
    return [
      {
        term: definition.required === false ? `[${term}]` : term,
        text: definition.description ?? "",
      },
    ];
  });
  const options = [
    ...entries.flatMap(([name, definition]) => {
      if (definition.type === "positional") return [];
      if (definition.type === "boolean") {
        const isOn = definition.default === true;
        const text = isOn ? definition.negativeDescription : definition.description;
        return [{ term: isOn ? `--no-${name}` : `--${name}`, text: text ?? "" }];
      }
      const hint = definition.valueHint ?? name.toUpperCase();
      const fallback = definition.default === undefined ? "" : ` [${definition.default}]`;
      return [{ term: `--${name} ${hint}`, text: `${definition.description ?? ""}${fallback}` }];
    }),
    { term: "--help", text: "Show this page" },
    ...(subject.path.length === 0 ? [{ term: "--version", text: "Show the version" }] : []),
  ];
  const command = ["headgate", ...subject.path].join(" ");
  const usage = [
    command,
    ...(subject.subCommands.length > 0 ? [subject.runs ? "[COMMAND]" : "COMMAND"] : []),
    ...words.map((word) => word.term),
    "[options]",
  ].join(" ");

  return [
    wrap(subject.meta.description ?? "", width).join("\n"),
    "",
    `${colors.bold("Usage:")} ${usage}`,
    ...section(
      "Commands",
      subject.subCommands.map(({ name, description }) => ({ term: name, text: description })),
      width,
    ),
    ...section("Arguments", words, width),
    ...section("Options", options, width),
    ...(subject.examples.length === 0
      ? []
      : ["", colors.bold("Examples:"), ...subject.examples.map((line) => `${INDENT}${line}`)]),
    ...(subject.subCommands.length === 0
      ? []
      : ["", `${command} COMMAND --help shows more about a command.`]),
  ].join("\n");
}

type Entry = Readonly<{ term: string; text: string }>;

function section(title: string, entries: readonly Entry[], width: number): string[] {
  if (entries.length === 0) return [];
  const termWidth = Math.max(...entries.map(({ term }) => term.length));
  const margin = INDENT.length + termWidth + 2;
  return [
    "",
    colors.bold(`${title}:`),
    ...entries.flatMap(({ term, text }) =>
      wrap(text, Math.max(20, width - margin)).map((line, index) =>
        index === 0
          ? `${INDENT}${colors.cyan(term)}${" ".repeat(termWidth - term.length + 2)}${line}`
          : `${" ".repeat(margin)}${line}`,
      ),
    ),
  ];
}
