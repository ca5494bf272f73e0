import { parse } from "@babel/parser";
import type { Check } from "../checked-answer.ts";
import { withinTime } from "../within-time.ts";

const MOST_CHARACTERS = 65_536;
const LIMIT_MS = 200;

const FENCE = /^ {0,3}```([\w+#.-]*)[^\n]*\n([\s\S]*?)^ {0,3}```\s*$/gm;
const scripts = new Set(["js", "javascript", "mjs", "jsx", "ts", "typescript", "tsx"]);
/** Languages whose brackets tell nothing: text, drawings, shells with patterns. */
const unread = new Set([
  "",
  "text",
  "txt",
  "plaintext",
  "markdown",
  "md",
  "diff",
  "mermaid",
  "csv",
  "tex",
  "latex",
  "bash",
  "sh",
  "shell",
  "zsh",
  "console",
]);

/**
 * Some fenced code does not parse: JavaScript and TypeScript by a parser, JSON as JSON; of other languages brackets
 * must be balanced. A fence that is not closed is broken too.
 */
export const brokenCode: Check = ({ answer }) => {
  const text = answer.text.slice(0, MOST_CHARACTERS);
  const fences = text.match(/^ {0,3}```/gm)?.length ?? 0;
  if (fences === 0) return undefined;
  if (fences % 2 === 1 && text.length === answer.text.length) return 1;
  const looked = withinTime(LIMIT_MS, () => {
    let read = false;
    for (const [, language = "", code = ""] of text.matchAll(FENCE)) {
      const broken = isBroken(language.toLowerCase(), code);
      if (broken === true) return 1;
      if (broken === false) read = true;
    }
    return read ? 0 : undefined;
  });
  return looked.kind === "done" ? looked.result : undefined;
};

/** Undefined where nothing can be told: what is left out with dots is meant to be. */
function isBroken(language: string, code: string): boolean | undefined {
  if (unread.has(language)) return undefined;
  if (/^\s*(?:\.\.\.|…)|[[{,]\s*(?:\.\.\.|…)\s*[\]}]/m.test(code)) return undefined;
  if (language === "json") return !isJson(code);
  return scripts.has(language) ? !isScript(language, code) : !isBalanced(code);
}

function isJson(code: string): boolean {
  try {
    JSON.parse(code);
    return true;
  } catch {
    return false;
  }
}

function isScript(language: string, code: string): boolean {
  const isTyped = language.startsWith("t");
  try {
    parse(code, {
      sourceType: "unambiguous",
      // Pieces of a file are answers too.
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowSuperOutsideMethod: true,
      allowUndeclaredExports: true,
      allowImportExportEverywhere: true,
      errorRecovery: true,
      plugins:
        language === "ts" || language === "typescript"
          ? ["typescript"]
          : isTyped
            ? ["typescript", "jsx"]
            : ["jsx"],
    });
    return true;
  } catch {
    return false;
  }
}

const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Brackets outside of quoted text; where quotes do not close on their line, they are apostrophes. */
function isBalanced(code: string): boolean {
  const bare = code
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/g, "")
    .replaceAll(/(?:#|\/\/|--).*$/gm, "");
  const open: string[] = [];
  for (const character of bare) {
    if (character === "(" || character === "[" || character === "{") open.push(character);
    const opening = pairs[character];
    if (opening !== undefined && open.pop() !== opening) return false;
  }
  return open.length === 0;
}
