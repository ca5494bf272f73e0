import { formatDollars, parseDollars } from "@headgate/money";
import { type InfrastructureBook, machineKey } from "../infrastructure-book.ts";
import {
  type InfrastructureFile,
  infrastructureFaults,
  parseInfrastructureFile,
} from "../infrastructure-file.ts";
import { priceOfMachine, termText } from "../price-of-machine.ts";
import { namedAccelerator } from "./accelerator-names.ts";
import type { ListedRow, ListReading, RefusedRow } from "./listed-row.ts";

/** A price of the list that another list has otherwise. */
type ListDisagreement = Readonly<{
  sku: string;
  provider: string;
  region: string;
  term: string;
  ours: string;
  ourSource: string;
  ourDay: string;
  theirs: string;
}>;

export type CheckedList = Readonly<{
  /** One file a provider, as the data directory takes them. */
  files: readonly InfrastructureFile[];
  taken: number;
  refused: readonly RefusedRow[];
  disagreements: readonly ListDisagreement[];
}>;

/** Dollars an hour of one accelerator, and of a machine without: outside of it a list is wrong, whoever says it. */
const BOUNDS = { accelerator: [0.01, 60], machine: [0.001, 200] } as const;
/** A price so many times ours, or less by as much, wants a person. */
const MOST_JUMP = 3;
const DECIMAL = /^\d{1,5}(\.\d{1,8})?$/;

/**
 * Checks a list row by row against bounds, against what a file may hold and against what is known: what is kept can be read
 * again, or it would stop every plan. Nobody is outvoted, so a price that differs is taken and told, and one that
 * differs beyond belief is left out and told.
 *
 * @throws HeadgateError `price_file_invalid` where the list's own source or day cannot be written down
 */
export function checkList(
  reading: ListReading,
  book: InfrastructureBook,
  list: Readonly<{ url: string; day: string }>,
): CheckedList {
  const refused = [...reading.refused];
  const disagreements: ListDisagreement[] = [];
  const byProvider = new Map<string, ListedRow[]>();
  for (const row of reading.rows) {
    const fault = faultOf(row) ?? misfitOf(row);
    if (fault !== undefined) {
      refused.push(fault);
      continue;
    }
    const ours = priceOfMachine(book, row, list.day);
    if (ours.kind === "priced") {
      const jump = jumpOf(row, ours.price.dollarsPerHour);
      if (jump !== undefined) {
        refused.push(jump);
        continue;
      }
      if (exact(row.dollarsPerHour) !== exact(ours.price.dollarsPerHour))
        disagreements.push(disagreement(row, ours));
    }
    const known = byProvider.get(row.provider);
    if (known === undefined) byProvider.set(row.provider, [row]);
    else known.push(row);
  }
  const files = [...byProvider].map(([provider, rows]) =>
    parseInfrastructureFile(
      `${provider} of ${list.url}`,
      fileOf({ provider, rows, book, list, refused }),
    ),
  );
  return {
    files,
    taken: files.reduce((sum, { prices = [] }) => sum + prices.length, 0),
    refused,
    disagreements,
  };
}

const exact = (dollars: string): string => formatDollars(parseDollars(dollars));

function faultOf(row: ListedRow): RefusedRow | undefined {
  const { at, sku, dollarsPerHour, machine } = row;
  if (!DECIMAL.test(dollarsPerHour))
    return { at, code: "unreadable", reason: `"${dollarsPerHour}" is no price of ${sku}.` };
  const chips = machine?.accelerator === undefined ? 0 : machine.count;
  const [least, most] = chips > 0 ? BOUNDS.accelerator : BOUNDS.machine;
  const each = Number(dollarsPerHour) / Math.max(1, chips);
  if (each >= least && each <= most) return undefined;
  return {
    at,
    code: "out_of_bounds",
    reason: `${sku}: $${each} an hour${chips > 0 ? " of one accelerator" : ""} is not between $${least} and $${most}.`,
  };
}

function jumpOf(row: ListedRow, ours: string): RefusedRow | undefined {
  const ratio = Number(row.dollarsPerHour) / Number(ours);
  if (ratio <= MOST_JUMP && ratio >= 1 / MOST_JUMP) return undefined;
  return {
    at: row.at,
    code: "jump",
    reason: `${row.sku}, ${row.region}, ${termText(row)}: $${row.dollarsPerHour} where $${ours} is known. Enter it yourself if it is right.`,
  };
}

const disagreement = (
  row: ListedRow,
  { price }: Extract<ReturnType<typeof priceOfMachine>, { kind: "priced" }>,
): ListDisagreement => ({
  sku: row.sku,
  provider: row.provider,
  region: row.region,
  term: termText(row),
  ours: price.dollarsPerHour,
  ourSource: price.source,
  ourDay: price.readOn,
  theirs: row.dollarsPerHour,
});

const SOURCE = "list";
const MIB_PER_GIB = 1024;
/** Stands for the list's own while one of its rows is looked at. */
const SOURCES = { [SOURCE]: { url: "the list", read_on: "2000-01-01" } };

/** Why a file may not hold a price as it stands. */
function misfitOf(row: ListedRow): RefusedRow | undefined {
  const faults = infrastructureFaults({
    provider: row.provider,
    sources: SOURCES,
    prices: [priceOf(row)],
  });
  if (faults.length === 0) return undefined;
  const reason = `${row.sku} of "${row.provider}": ${faults.join("; ")}.`;
  return { at: row.at, code: "unreadable", reason };
}

const priceOf = ({ sku, region, term, payment, dollarsPerHour }: ListedRow): Price => ({
  ...{ sku, region, term },
  ...(payment !== undefined && payment !== "no_upfront" && { payment }),
  ...{ dollars_per_hour: dollarsPerHour, source: SOURCE },
});

type Price = NonNullable<InfrastructureFile["prices"]>[number];
type MachineRow = NonNullable<InfrastructureFile["machines"]>[number];

function fileOf({
  provider,
  rows,
  book,
  list,
  refused,
}: Readonly<{
  provider: string;
  rows: readonly ListedRow[];
  book: InfrastructureBook;
  list: Readonly<{ url: string; day: string }>;
  refused: RefusedRow[];
}>): InfrastructureFile {
  const machines = new Map<string, MachineRow>();
  for (const { at, sku, machine } of rows) {
    if (machine === undefined || machines.has(sku) || book.machines.has(machineKey(provider, sku)))
      continue;
    const chip =
      machine.accelerator === undefined ? undefined : namedAccelerator(machine.accelerator);
    if (machine.accelerator !== undefined && chip === undefined) {
      refused.push({
        at,
        code: "accelerator_unknown",
        reason: `${sku}: what one ${machine.accelerator} holds is not known. Its price is taken, the machine is not.`,
      });
      continue;
    }
    const made: MachineRow = {
      sku,
      vcpus: Math.max(1, Math.round(machine.vcpus)),
      memory_mib: Math.round(machine.memoryGib * MIB_PER_GIB),
      ...(chip !== undefined && {
        accelerators: {
          model: chip.id,
          count: machine.count,
          memory_mib_each: Math.round(chip.memoryGib * MIB_PER_GIB),
        },
      }),
      architecture: machine.architecture,
      source: SOURCE,
    };
    const faults = infrastructureFaults({ provider, sources: SOURCES, machines: [made] });
    if (faults.length > 0) {
      refused.push({
        at,
        code: "unreadable",
        reason: `${sku}: ${faults.join("; ")}. Its price is taken, the machine is not.`,
      });
      continue;
    }
    machines.set(sku, made);
  }
  return {
    provider,
    sources: { [SOURCE]: { url: list.url, read_on: list.day } },
    prices: rows.map((row) => priceOf(row)),
    ...(machines.size > 0 && { machines: [...machines.values()] }),
  };
}
