import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";

/** Costs of one currency, in units of 10⁻¹⁸: bills have up to fifteen decimals. */
type StatedCosts = Readonly<{ billed: bigint; effective: bigint | undefined }>;

/** What a bill says of itself, read by nothing of Headgate's. */
export type StatedBill = Readonly<{
  format: string;
  rows: number;
  byCurrency: ReadonlyMap<string, StatedCosts>;
}>;

const DECIMALS = 18;
const AMOUNT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Formats by the columns that only they have. Legacy reports know no effective cost of a line. */
const formats = [
  {
    format: "FOCUS",
    billed: "BilledCost",
    effective: "EffectiveCost",
    currency: "BillingCurrency",
  },
  {
    format: "Cost and Usage Report",
    ...{
      billed: "lineItem/UnblendedCost",
      effective: undefined,
      currency: "lineItem/CurrencyCode",
    },
  },
  {
    format: "Cost and Usage Report 2.0",
    ...{ billed: "line_item_unblended_cost", effective: undefined },
    currency: "line_item_currency_code",
  },
] as const;

/**
 * Reads a bill's rows and adds two of their columns up, with a reader of CSV alone.
 * @returns undefined where the file is no bill of a format that is known here
 * @throws Error where a row has no amount: then nothing can be held against the bill
 */
export async function statedBill(path: string): Promise<StatedBill | undefined> {
  const text = await readFile(path, "utf8");
  const header = text.slice(0, text.indexOf("\n"));
  const format = formats.find(({ billed, currency }) =>
    [billed, currency].every((column) => header.split(/[",\r\uFEFF]/).includes(column)),
  );
  if (format === undefined) return undefined;
  const rows = parse(text, { columns: true, bom: true, relax_column_count: true }) as Readonly<
    Record<string, string>
  >[];
  const byCurrency = new Map<string, StatedCosts>();
  for (const [index, row] of rows.entries()) {
    const currency = row[format.currency]?.trim() ?? "";
    const before = byCurrency.get(currency) ?? { billed: 0n, effective: 0n };
    const place = `row ${index + 1}`;
    byCurrency.set(currency, {
      billed: before.billed + scaled(row[format.billed], `${place}, ${format.billed}`),
      effective:
        format.effective === undefined || before.effective === undefined
          ? undefined
          : before.effective + scaled(row[format.effective], `${place}, ${format.effective}`),
    });
  }
  return { format: format.format, rows: rows.length, byCurrency };
}

/** A decimal number times 10¹⁸, exactly. */
export function scaled(text: string | undefined, place: string): bigint {
  const [match, sign, whole = "", fraction = "", exponent = "0"] =
    AMOUNT.exec(text?.trim() ?? "") ?? [];
  if (match === undefined || whole + fraction === "") throw new Error(`${place}: "${text}"`);
  const places = DECIMALS + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const amount = places >= 0 ? digits * 10n ** BigInt(places) : digits / 10n ** BigInt(-places);
  return sign === "-" ? -amount : amount;
}

/** As a decimal text without needless zeros. */
export function decimalOf(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  const whole = `${amount < 0n ? "-" : ""}${digits.slice(0, -DECIMALS)}`;
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
