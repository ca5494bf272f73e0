/** A page that is the same for a terminal and for a browser. All texts are plain. */
export type Page = Readonly<{
  title: string;
  subtitle: string;
  sections: readonly Section[];
  /** Who wrote it: the last line of the file. */
  footer: string;
}>;

export type Section = Readonly<{ id: string; title: string; blocks: readonly Block[] }>;

export type Block =
  | Readonly<{ kind: "text"; text: string }>
  /** What must not be missed: a hole in a number, say. */
  | Readonly<{ kind: "attention"; text: string }>
  | Readonly<{ kind: "figures"; figures: readonly Figure[] }>
  | Table
  | Readonly<{ kind: "list"; title: string; items: readonly string[] }>
  | Readonly<{ kind: "links"; links: readonly Readonly<{ title: string; url: string }>[] }>
  | Readonly<{ kind: "commands"; commands: readonly Readonly<{ command: string; why: string }>[] }>;

/** A number that is read from afar. */
type Figure = Readonly<{ label: string; value: string; note: string }>;

/** Cells of prose may take several lines. */
export type Column = Readonly<{ title: string; align?: "left" | "right"; prose?: true }>;

export type Table = Readonly<{
  kind: "table";
  caption: string;
  columns: readonly Column[];
  rows: readonly Row[];
  /** Whether rows have a bar. */
  hasBars: boolean;
}>;

export type Row = Readonly<{
  cells: readonly string[];
  /** Its length, 0 to 1, and what part of all it stands for, in words; null where it would say nothing. */
  bar: Readonly<{ length: number; text: string }> | null;
}>;

/** A table without bars. */
export const plainTable = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): Table => ({
  kind: "table",
  caption,
  columns,
  rows: rows.map((cells) => ({ cells, bar: null })),
  hasBars: false,
});
