import { dirname, extname, sep } from "node:path";
import {
  type BillSource,
  type BrokenBill,
  billSources,
  type Skip,
  type SourceName,
} from "@headgate/contract";

/** A file or folder that could not be opened: what it holds nobody knows. */
export type Unopened = Readonly<{
  kind: "file" | "named file" | "folder";
  name: string;
  path: string;
}>;

/** Folders in which files of a bill lie, and how the names of its files end there. */
type FoldersOfBill = Map<string, Set<string>>;

/**
 * Of which bills an import could not read all, so that what it read replaces no whole statement. What could not be
 * opened may be a part of a bill where it lies beside its files and is named as they are, up to its digits
 * (`day=17/part-2.csv.gz`), where the user named it together with them, and where all is read as that bill.
 */
export class BrokenBills {
  readonly #forced: SourceName | undefined;
  readonly #brokenOff = new Map<BillSource, string>();
  readonly #folders = new Map<BillSource, FoldersOfBill>();
  /** The first of each kind and likeness. */
  readonly #unopened = new Map<string, Unopened>();

  constructor(forced: SourceName | undefined) {
    this.#forced = forced;
  }

  /** A file is a source's. */
  read(source: SourceName, path: string): void {
    const bill = billOf(source);
    if (bill === undefined) return;
    const folders: FoldersOfBill = this.#folders.get(bill) ?? new Map();
    this.#folders.set(bill, folders);
    const folder = likenessOf(dirname(path));
    folders.set(folder, (folders.get(folder) ?? new Set()).add(endingOf(path)));
  }

  /** Something of a file was left out. */
  skipped(source: SourceName, { reason, place }: Skip): void {
    const bill = billOf(source);
    if (bill === undefined || this.#brokenOff.has(bill)) return;
    if (reason === "file_unreadable" || reason === "row_cut_short")
      this.#brokenOff.set(bill, place);
  }

  unopened(what: Unopened): void {
    const likeness = `${what.kind} ${likenessOf(what.path)}`;
    if (!this.#unopened.has(likeness)) this.#unopened.set(likeness, what);
  }

  broken(): readonly BrokenBill[] {
    return billSources.flatMap((source) => {
      const place = this.#brokenOff.get(source) ?? this.#missingPart(source)?.name;
      return place === undefined ? [] : [{ source, place: place.slice(0, 1024) }];
    });
  }

  #missingPart(source: BillSource): Unopened | undefined {
    const folders: FoldersOfBill = this.#folders.get(source) ?? new Map();
    return [...this.#unopened.values()].find((what) =>
      this.#forced === undefined ? mayBePart(what, folders) : this.#forced === source,
    );
  }
}

const billOf = (source: SourceName): BillSource | undefined =>
  billSources.find((bill) => bill === source);

function mayBePart({ kind, path }: Unopened, folders: FoldersOfBill): boolean {
  switch (kind) {
    case "file":
      return folders.get(likenessOf(dirname(path)))?.has(endingOf(path)) === true;
    case "named file":
      return [...folders.values()].some((endings) => endings.has(endingOf(path)));
    case "folder": {
      const likeness = likenessOf(path);
      return [...folders.keys()].some((one) => `${one}${sep}`.startsWith(`${likeness}${sep}`));
    }
    default:
      return kind satisfies never;
  }
}

/** Parts of a bill are numbered, and their folders are days and months. */
const likenessOf = (path: string): string => path.replace(/\d+/g, "0");

/** How a file's name ends, whatever it is compressed with: `.csv` of `part-2.csv.gz`. */
const endingOf = (path: string): string =>
  likenessOf(extname(path.replace(/\.(?:gz|zst|bz2|xz|zip)$/i, "")).toLowerCase());
