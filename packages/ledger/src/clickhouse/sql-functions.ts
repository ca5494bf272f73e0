import { closingOf, partsOf, type Token, tokensOf } from "./sql-tokens.ts";
import { typeName } from "./sql-types.ts";

type Pieces = readonly Token[];

/** Written for ClickHouse: nothing in it is looked at again. */
const done = (text: string): Token => ({ kind: "done", text });
/** A template around pieces that are translated already. */
const around = (strings: TemplateStringsArray, ...pieces: readonly Pieces[]): Pieces =>
  strings.flatMap((text, index) => [done(text), ...(pieces[index] ?? [])]);

/** Functions that ClickHouse has by another name. */
const names: Readonly<Record<string, string>> = {
  arg_max: "argMax",
  arg_min: "argMin",
  bool_and: "min",
  bool_or: "max",
  cardinality: "length",
  chr: "char",
  epoch_ms: "toUnixTimestamp64Milli",
  len: "length",
  list_contains: "has",
  list_has_all: "hasAll",
  list_has_any: "hasAny",
  map_keys: "mapKeys",
  map_values: "mapValues",
  starts_with: "startsWith",
  unnest: "arrayJoin",
};

/** Their numbers have no sign in ClickHouse, and so no type in common with those of 64 bits that have one. */
const counting = new Set(["count", "row_number", "dense_rank"]);

const nothing: Pieces = [];

/** Functions that are written another way, of their arguments. */
const shapes: Readonly<Record<string, (args: readonly Pieces[]) => Pieces>> = {
  // Otherwise the grains from weeks on answer dates, which are no moments.
  date_trunc: ([grain = nothing, moment = nothing]) =>
    around`toDateTime64(date_trunc(${grain}, ${moment}), 6, 'UTC')`,
  contains: ([text = nothing, part = nothing]) => around`(position(${text}, ${part}) > 0)`,
  split_part: ([text = nothing, separator = nothing, place = nothing]) =>
    around`splitByString(${separator}, ${text})[${place}]`,
  string_split: ([text = nothing, separator = nothing]) =>
    around`splitByString(${separator}, assumeNotNull(${text}))`,
  string_agg: ([text = nothing, separator = nothing]) =>
    around`arrayStringConcat(groupArray(${text}), ${separator})`,
  // Where there is no row before, ClickHouse answers a 0 unless the value can be null.
  lag: ([value = nothing]) => around`lag(toNullable(${value}))`,
  lead: ([value = nothing]) => around`lead(toNullable(${value}))`,
  replace: ([whole = nothing, part = nothing, by = nothing]) =>
    around`replaceAll(${withAllPlaces(whole)}, ${part}, ${by})`,
  to_json: ([value = nothing]) => around`toJSONString(${value})`,
  map_entries: ([map = nothing]) => around`arrayZip(mapKeys(${map}), mapValues(${map}))`,
  generate_series: ([first = nothing, last = nothing]) =>
    around`arrayMap(day -> ${first} + toIntervalDay(day), range(toUInt32(greatest(0, 1 + dateDiff('day', ${first}, ${last})))))`,
  json_extract_string: ([json = nothing, path = nothing]) =>
    around`JSONExtract(ifNull(${json}, ''), ${[done(textOf(path).replace("$.", ""))]}, 'Nullable(String)')`,
  from_json: ([json = nothing, shape = nothing]) =>
    around`JSONExtract(ifNull(${json}, ''), '${[done(jsonType(JSON.parse(textOf(shape).slice(1, -1))))]}')`,
};

/** Digits of dollars are taken from their text, which is shorter in ClickHouse where the last of them are 0. */
const withAllPlaces = (pieces: Pieces): Pieces => {
  const text = textOf(pieces);
  const cast = /^CAST\(([\s\S]*), 'String'\)$/.exec(text);
  return cast === null ? pieces : [done(`toDecimalString(${cast[1]}, 12)`)];
};

/** A literal as it stands. */
const textOf = (pieces: Pieces): string =>
  pieces
    .map(({ text }) => text)
    .join("")
    .trim();

/** DuckDB's shape of JSON as a type of ClickHouse: what is absent is null. */
function jsonType(shape: unknown): string {
  if (Array.isArray(shape)) return `Array(${jsonType(shape[0])})`;
  if (typeof shape === "object" && shape !== null) {
    return `Tuple(${Object.entries(shape)
      .map(([name, member]) => `${name} ${jsonType(member)}`)
      .join(", ")})`;
  }
  return `Nullable(${typeName(String(shape).toLowerCase())})`;
}

/** Puts ClickHouse's functions, casts, lists of structs and lists read side by side in the place of DuckDB's. */
export function translateFunctions(tokens: Pieces): Pieces {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const open = at + 1;
    if (token.kind === "word" && tokens[open]?.text === "(") {
      const end = closingOf(tokens, open);
      const inside = tokens.slice(open + 1, end);
      const pair = token.text === "unnest" ? secondUnnest(tokens, end) : undefined;
      if (pair !== undefined) {
        out.push(...sideBySide(inside, pair));
        at = pair.end;
        continue;
      }
      const called = call(token.text, inside);
      if (counting.has(token.text)) {
        const last = endOfWindow(tokens, end);
        const over = translateFunctions(tokens.slice(end + 1, last + 1));
        out.push(...around`toInt64(${called}${over})`);
        at = last;
      } else {
        out.push(...called);
        at = end;
      }
    } else if (token.kind === "other" && token.text === "[" && firstOf(tokens, open) === "{") {
      const end = closingOf(tokens, at);
      out.push(...structs(tokens.slice(open, end)));
      at = end;
    } else if (token.kind === "operator" && token.text === "::") {
      const type = tokens[open];
      out.push(token, done(typeName(type?.text ?? "")));
      at = open;
    } else out.push(token);
  }
  return out;
}

const firstOf = (tokens: Pieces, from: number): string | undefined =>
  tokens.slice(from).find(({ kind }) => kind !== "space")?.text;

/** Where `over (…)` or `over name` behind a function ends; where the function does if there is none. */
function endOfWindow(tokens: Pieces, end: number): number {
  const solid: number[] = [];
  for (let at = end + 1; at < tokens.length && solid.length < 2; at += 1) {
    if (tokens[at]?.kind !== "space") solid.push(at);
  }
  const [over, window] = solid;
  if (over === undefined || window === undefined || tokens[over]?.text !== "over") return end;
  return tokens[window]?.text === "(" ? closingOf(tokens, window) : window;
}

function call(name: string, inside: Pieces): Pieces {
  if (name === "cast" || name === "try_cast") return cast(name, inside);
  if (name === "list") {
    return around`groupUniqArray(${translateFunctions(inside.filter(({ text }) => text !== "distinct"))})`;
  }
  const shape = shapes[name];
  if (shape !== undefined) return shape(partsOf(inside).map(translateFunctions));
  return [
    { kind: "word", text: names[name] ?? name },
    done("("),
    ...translateFunctions(inside),
    done(")"),
  ];
}

/** `cast(… as type)`: the last `as` outside of brackets. */
function cast(name: "cast" | "try_cast", inside: Pieces): Pieces {
  let at = inside.length;
  let depth = 0;
  do {
    at -= 1;
    const token = inside[at];
    if (token?.text === ")") depth += 1;
    if (token?.text === "(") depth -= 1;
  } while (at > 0 && !(depth === 0 && inside[at]?.text === "as"));
  const value = translateFunctions(inside.slice(0, at));
  const type = typeName(textOf(inside.slice(at + 1)));
  // ClickHouse makes no decimal of 128 bits out of a whole number of as many.
  if (type === "decimal(38, 0)") return around`CAST(toString(${value}), 'Decimal(38, 0)')`;
  const literal = [done(`'${type.replaceAll("'", "\\'")}'`)];
  return name === "cast"
    ? around`CAST(${value}, ${literal})`
    : around`accurateCastOrNull(${value}, ${literal})`;
}

/** A list of structs: members are texts where the first struct's is a literal, and whole numbers elsewhere. */
function structs(inside: Pieces): Pieces {
  let type = "";
  const tuples = partsOf(inside).map((struct) => {
    const solid = struct.filter(({ kind }) => kind !== "space");
    const members = partsOf(solid.slice(1, -1)).map((member) => ({
      name: member[0]?.text.slice(1, -1) ?? "",
      isText: member[2]?.kind === "text",
      value: translateFunctions(member.slice(2)),
    }));
    type = members
      .map(({ name, isText }) => `${name} Nullable(${isText ? "String" : "Int64"})`)
      .join(", ");
    return around`(${members.flatMap(({ value }, index) => (index === 0 ? value : [done(", "), ...value]))})`;
  });
  const listed = tuples.flatMap((tuple, index) => (index === 0 ? tuple : [done(", "), ...tuple]));
  return around`CAST([${listed}], ${[done(`'Array(Tuple(${type}))'`)]})`;
}

type Second = Readonly<{ first: Token; inside: Pieces; second: Token; end: number }>;

/**
 * Lists that are unnested one beside the other are read side by side in DuckDB, and each against each in ClickHouse.
 * @param end where the first one closes
 */
function secondUnnest(tokens: Pieces, end: number): Second | undefined {
  const solid: number[] = [];
  for (let at = end + 1; at < tokens.length && solid.length < 5; at += 1) {
    if (tokens[at]?.kind !== "space") solid.push(at);
  }
  const [as, alias, comma, unnest, open] = solid.map((at) => tokens[at]);
  if (as?.text !== "as" || comma?.text !== "," || unnest?.text !== "unnest") return undefined;
  const from = solid[4];
  if (alias === undefined || open?.text !== "(" || from === undefined) return undefined;
  const close = closingOf(tokens, from);
  const [again, second] = tokens
    .map((token, at) => ({ token, at }))
    .slice(close + 1)
    .filter(({ token }) => token.kind !== "space");
  if (again?.token.text !== "as" || second === undefined) return undefined;
  return {
    first: alias,
    inside: tokens.slice(from + 1, close),
    second: second.token,
    end: second.at,
  };
}

function sideBySide(inside: Pieces, { first, inside: other, second }: Second): Pieces {
  const pair = tokensOf(`pair_of_${first.text}`);
  return around`tupleElement(arrayJoin(arrayZip(${translateFunctions(inside)}, ${translateFunctions(other)})) as ${pair}, 1) as ${[first]}, tupleElement(${pair}, 2) as ${[second]}`;
}
