import type { AmountCommas } from "./amount-commas.ts";
import { billAmount } from "./bill-amount.ts";
import { billTimeMs } from "./bill-time.ts";

const LONGEST_TEXT = 2048;
/** Longer than any currency's code or virtual currency's name: another column's content. */
const LONGEST_CURRENCY = 40;

/** Reads one row of a bill by columns, the first that is filled; remembers what it had to leave out. */
export class BillCells {
  readonly #cells: Readonly<Record<string, string>>;
  readonly #commas: AmountCommas | undefined;
  readonly #problems = new Set<string>();

  constructor(cells: Readonly<Record<string, string>>, commas?: AmountCommas) {
    this.#cells = cells;
    this.#commas = commas;
  }

  /** What could not be taken as it is, each as a sentence. */
  get problems(): readonly string[] {
    return [...this.#problems];
  }

  tell(problems: readonly string[]): void {
    for (const problem of problems) this.#problems.add(problem);
  }

  raw(columns: readonly string[]): string | undefined {
    for (const column of columns) {
      const cell = this.#cells[column];
      // Besides SQL's `NULL`, which the reader takes off, exports write it in small letters.
      if (cell !== undefined && cell !== "null" && cell.trim() !== "") return cell;
    }
    return undefined;
  }

  text(columns: readonly string[]): string | undefined {
    const text = this.raw(columns)?.trim();
    if (text === undefined || text.length <= LONGEST_TEXT) return text;
    this.#problems.add(`${columns[0]} is longer than the ledger keeps and is cut.`);
    return text.slice(0, LONGEST_TEXT);
  }

  /** An amount that the line can be without; one that is no number is left out and told. */
  amount(columns: readonly string[]): string | undefined {
    const text = this.raw(columns);
    const amount = billAmount(text, this.#commas);
    if (text !== undefined && amount === undefined) {
      this.#problems.add(`${columns[0]} is no number and is left out.`);
    }
    return amount;
  }

  currency(columns: readonly string[]): string | undefined {
    const name = this.raw(columns)?.trim();
    return name === undefined || name.length > LONGEST_CURRENCY ? undefined : name;
  }

  time(columns: readonly string[]): number | undefined {
    return billTimeMs(this.raw(columns));
  }
}
