/** A piece of a text of SQL; `done` is a piece that was written for ClickHouse already. */
export type Token = Readonly<{
  kind: "text" | "name" | "word" | "parameter" | "operator" | "space" | "other" | "done";
  text: string;
}>;

const PIECES =
  /(?<text>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*")|(?<space>\s+|--[^\n]*)|(?<parameter>\$\w+)|(?<word>[A-Za-z_]\w*)|(?<operator>\/\/|::|\|\|)|(?<other>\d[\w.]*|[\s\S])/g;

/** The pieces of a text; together they are the text. */
export function tokensOf(sql: string): readonly Token[] {
  return [...sql.matchAll(PIECES)].map(({ groups = {}, 0: text }) => {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    return { kind: (kind ?? "other") as Token["kind"], text };
  });
}

/** The place of the bracket that closes the one at `open`. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const text = tokens[at]?.kind === "other" ? tokens[at]?.text : undefined;
    if (text === "(" || text === "[" || text === "{") depth += 1;
    if (text === ")" || text === "]" || text === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new SyntaxError("a bracket of the text is never closed");
}

/** What stands between commas that are in no bracket. */
export function partsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const isOther = token.kind === "other";
    if (isOther && (token.text === "(" || token.text === "[" || token.text === "{")) {
      const end = closingOf(tokens, at);
      parts.at(-1)?.push(...tokens.slice(at, end + 1));
      at = end;
    } else if (isOther && token.text === ",") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
