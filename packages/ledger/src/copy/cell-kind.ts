/** What a column holds, whichever engine it lies in. */
export type CellKind =
  | "text"
  | "integer"
  | "double"
  | "truth"
  | "moment"
  | "amount"
  | "map"
  | "list";

export type TableColumn = Readonly<{ name: string; kind: CellKind }>;

const kinds: readonly (readonly [RegExp, CellKind])[] = [
  [/^(?:VARCHAR\[\]|Array\()/, "list"],
  [/^Map\(/i, "map"],
  [/^(?:VARCHAR|String)$/, "text"],
  [/^(?:BIGINT|Int64)$/, "integer"],
  [/^(?:DOUBLE|Float64)$/, "double"],
  [/^Bool(?:ean)?$/i, "truth"],
  [/^(?:TIMESTAMP|DateTime64\()/, "moment"],
  [/^Decimal\(/i, "amount"],
];

/**
 * @param type as DuckDB or ClickHouse names it
 * @throws TypeError for one that no table of the ledger has
 */
export function cellKind(type: string): CellKind {
  const plain = type.replace(/^(?:(?:Nullable|LowCardinality)\()+/, "");
  const found = kinds.find(([pattern]) =>
    pattern.test(
      plain === type ? type : plain.replace(/\)+$/, (ends) => ends.slice(depthOf(type))),
    ),
  );
  if (found === undefined) throw new TypeError(`no column of a ledger is a ${type}`);
  return found[1];
}

/** How many wrappers a type has. */
const depthOf = (type: string): number =>
  (/^(?:(?:Nullable|LowCardinality)\()+/.exec(type)?.[0].match(/\(/g) ?? []).length;

/** A value in the same text from either engine. */
export function cellText(kind: CellKind, value: string | number | bigint | boolean): string {
  switch (kind) {
    case "amount":
      return String(value)
        .replace(/(\.\d*?)0+$/, "$1")
        .replace(/\.$/, "");
    case "map":
      return JSON.stringify(
        Object.entries(JSON.parse(String(value)) as Record<string, string | null>).toSorted(
          ([one], [other]) => (one < other ? -1 : 1),
        ),
      );
    case "text":
    case "integer":
    case "double":
    case "truth":
    case "moment":
    case "list":
      return String(value);
    default:
      return kind satisfies never;
  }
}
