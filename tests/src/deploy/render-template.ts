/** What a template may look up: `.Values`, `.Release`, `.Chart`. */
export type Facts = Readonly<Record<string, unknown>>;

type Token = Readonly<{ kind: "word" | "text" | "open" | "close"; value: string }>;

const ACTION = /\{\{(-?)\s*(.*?)\s*(-?)\}\}/gs;

/**
 * Renders what Headgate's chart uses of Helm's templates: values, `printf`, `default`, `quote`, `toJson`, and `if` to `end`.
 * Not Helm: anything else is an error here, and so is a value that is not there, which Helm would leave empty.
 * @throws Error that names the action
 */
export function renderTemplate(template: string, facts: Facts): string {
  const shown: boolean[] = [];
  let rendered = "";
  let last = 0;
  const add = (text: string): void => {
    if (shown.every(Boolean)) rendered += text;
  };
  let trimsNext = false;
  for (const found of template.matchAll(ACTION)) {
    const [whole, trimsBefore, action = "", trimsAfter] = found;
    let text = template.slice(last, found.index);
    if (trimsNext) text = text.trimStart();
    add(trimsBefore === "-" ? text.trimEnd() : text);
    last = found.index + whole.length;
    trimsNext = trimsAfter === "-";
    if (action === "end") {
      if (shown.pop() === undefined) throw new Error("an end without its if");
    } else if (action.startsWith("if ")) shown.push(isTrue(evaluate(action.slice(3), facts)));
    else add(textOf(evaluate(action, facts), action));
  }
  if (shown.length > 0) throw new Error("an if without its end");
  return rendered + template.slice(last);
}

/** As Helm reads truth: empty texts, lists and objects, 0 and nothing are false. */
function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

function textOf(value: unknown, action: string): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  throw new Error(`{{ ${action} }} is no text`);
}

function evaluate(pipeline: string, facts: Facts): unknown {
  const tokens = tokensOf(pipeline);
  const value = pipe(tokens, facts);
  if (tokens.length > 0) throw new Error(`{{ ${pipeline} }} goes on unexpectedly`);
  return value;
}

function tokensOf(pipeline: string): Token[] {
  return [...pipeline.matchAll(/"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+)/g)].map(
    ([, text, bracket, word]): Token => {
      if (text !== undefined) return { kind: "text", value: text };
      if (bracket !== undefined)
        return { kind: bracket === "(" ? "open" : "close", value: bracket };
      return { kind: "word", value: word ?? "" };
    },
  );
}

function pipe(tokens: Token[], facts: Facts): unknown {
  let value = call(tokens, facts, []);
  while (tokens[0]?.value === "|") {
    tokens.shift();
    value = call(tokens, facts, [value]);
  }
  return value;
}

/** A term, or a function with its terms; what is piped comes last. */
function call(tokens: Token[], facts: Facts, piped: readonly unknown[]): unknown {
  const [first] = tokens;
  if (first?.kind !== "word" || first.value.startsWith(".")) return term(tokens, facts);
  tokens.shift();
  const given: unknown[] = [];
  while (tokens.length > 0 && tokens[0]?.value !== "|" && tokens[0]?.kind !== "close") {
    given.push(term(tokens, facts));
  }
  return apply(first.value, [...given, ...piped]);
}

function term(tokens: Token[], facts: Facts): unknown {
  const token = tokens.shift();
  if (token?.kind === "text") return token.value;
  if (token?.kind === "open") {
    const value = pipe(tokens, facts);
    if (tokens.shift()?.kind !== "close") throw new Error("a bracket is not closed");
    return value;
  }
  if (token?.kind === "word" && token.value.startsWith(".")) return lookUp(token.value, facts);
  throw new Error(`${token?.value ?? "nothing"} is not understood`);
}

function lookUp(path: string, facts: Facts): unknown {
  let value: unknown = facts;
  for (const name of path.slice(1).split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) {
      throw new Error(`${path} is not among the values`);
    }
    value = (value as Facts)[name];
  }
  return value;
}

function apply(name: string, given: readonly unknown[]): unknown {
  switch (name) {
    case "quote":
    case "toJson":
      return JSON.stringify(given[0]);
    case "default":
      return isTrue(given[1]) ? given[1] : given[0];
    case "printf": {
      const [format, ...values] = given;
      let used = 0;
      const text = String(format).replaceAll("%s", () => {
        used += 1;
        return String(values[used - 1]);
      });
      if (used !== values.length) throw new Error(`printf "${String(format)}" has other values`);
      return text;
    }
    default:
      throw new Error(`${name} is not among the functions that the chart uses`);
  }
}
