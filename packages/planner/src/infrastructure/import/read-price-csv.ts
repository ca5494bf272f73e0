import { paymentOptions } from "@headgate/contract";
import { priceTerms } from "../infrastructure-price.ts";
import {
  type ListedRow,
  type ListReading,
  numberOf,
  type RefusedRow,
  textOf,
} from "./listed-row.ts";

/** The columns that a list of one's own needs. */
const NEEDED_COLUMNS = ["provider", "sku", "region", "term", "dollars_per_hour"] as const;

/**
 * A list of one's own: the needed columns, `payment` where part of a term is paid in advance, and of machines that are not known `vcpus`, `memory_gib`, `accelerator`,
 * `accelerator_count` and `architecture`.
 */
export function readPriceCsv(rows: readonly Readonly<Record<string, string>>[]): ListReading {
  const read: ListedRow[] = [];
  const refused: RefusedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const at = `row ${index + 2}`;
    const missing = NEEDED_COLUMNS.filter((column) => textOf(row, column) === undefined);
    const [provider, sku, region, term, dollarsPerHour] = NEEDED_COLUMNS.map((column) =>
      textOf(row, column),
    );
    const known = priceTerms.find((name) => name === term);
    const paid = textOf(row, "payment");
    const payment = paymentOptions.find((name) => name === paid);
    if (paid !== undefined && payment === undefined) {
      const reason = `payment is one of ${paymentOptions.join(", ")}; not "${paid}".`;
      refused.push({ at, code: "unreadable", reason });
      continue;
    }
    if (!provider || !sku || !region || !dollarsPerHour || known === undefined) {
      const reason =
        missing.length > 0
          ? `${missing.join(", ")} is not there.`
          : `term is one of ${priceTerms.join(", ")}; not "${term}".`;
      refused.push({ at, code: "unreadable", reason });
      continue;
    }
    const wrong = wrongNumber(row);
    if (wrong !== undefined) {
      refused.push({ at, code: "unreadable", reason: wrong });
      continue;
    }
    read.push({
      ...{ at, provider, sku, region, term: known, dollarsPerHour },
      ...(payment !== undefined && { payment }),
      machine: machineOf(row),
    });
  }
  return { rows: read, refused };
}

/** What a row says of its machine and no machine can have. */
function wrongNumber(row: Readonly<Record<string, string>>): string | undefined {
  for (const column of ["vcpus", "memory_gib"]) {
    const text = textOf(row, column);
    if (text !== undefined && !((numberOf(row, column) ?? Number.NaN) > 0))
      return `${column} is a number above 0; not "${text}".`;
  }
  const text = textOf(row, "accelerator_count");
  if (text === undefined || textOf(row, "accelerator") === undefined) return undefined;
  const count = numberOf(row, "accelerator_count");
  return count !== undefined && Number.isInteger(count) && count >= 1
    ? undefined
    : `accelerator_count is a whole number, 1 or more; not "${text}".`;
}

function machineOf(row: Readonly<Record<string, string>>): ListedRow["machine"] {
  const vcpus = numberOf(row, "vcpus");
  const memoryGib = numberOf(row, "memory_gib");
  if (vcpus === undefined || memoryGib === undefined) return undefined;
  return {
    vcpus,
    memoryGib,
    accelerator: textOf(row, "accelerator"),
    count: numberOf(row, "accelerator_count") ?? 1,
    architecture: textOf(row, "architecture") === "arm64" ? "arm64" : "x86_64",
  };
}
