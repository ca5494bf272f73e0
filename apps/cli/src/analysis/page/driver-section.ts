import { type AnalyzeResult, attributionFields, counted } from "@headgate/contract";
import type { Block, Section } from "@headgate/page";
import { showChange, showDays, showKnown } from "@headgate/page";
import { showCount } from "../../command-line/show-time.ts";
import { bars } from "./bars.ts";

type Drivers = AnalyzeResult["drivers"][number];
type Driver = Drivers["rows"][number];

/** Who or what the money went to, by each dimension, and how it changed. */
export function driverSection(result: AnalyzeResult): Section {
  const { drivers, period } = result;
  const untold = drivers.filter(isUntold);
  return {
    id: "drivers",
    title: "Drivers",
    blocks:
      period === null || drivers.every(({ rows }) => rows.length === 0)
        ? [
            {
              kind: "text",
              text: "Nothing to rank. Bills with tags, or logs that say whose calls they are, fill this.",
            },
          ]
        : [
            comparisonText(result),
            ...drivers.filter((told) => !isUntold(told)).map((told) => tableOf(told, result)),
            ...serviceTable(result),
            ...untoldText(untold, result),
          ],
  };
}

function comparisonText({ comparison, spend }: AnalyzeResult): Block {
  if (comparison === null) {
    return {
      kind: "text",
      text: "The halves of the period are not compared: it is shorter than four days, or one of them is empty.",
    };
  }
  const { before, after, lines_across_the_halves: across } = comparison;
  const left =
    across === 0
      ? ""
      : ` ${counted(across, "bill line lies across an edge of the halves and is", "bill lines lie across an edge of the halves and are")} in no change.`;
  return {
    kind: "text",
    text: `Change compares ${showDays(after)} with ${showDays(before)}.${left}${spend.unpriced.length === 0 ? "" : " Calls without a price are in no change."}`,
  };
}

/** A dimension that no row has a value of: its table would say "unallocated" and nothing else. */
const isUntold = ({ rows }: Drivers): boolean =>
  rows.length > 0 && rows.every(({ kind }) => kind !== "value");

/** Beside calls, a bill's lines are read for nothing that calls should tell. */
const hasNotSeen = ({ rows }: Drivers): boolean => rows.some(({ kind }) => kind === "not_seen");

/** Services of bills: what is to be seen where no line names a model. */
function serviceTable({ services: { rows, left_out } }: AnalyzeResult): Block[] {
  if (rows.length === 0) return [];
  const others =
    left_out === 0 ? "" : `; ${counted(left_out, "smaller one is", "smaller ones are")} not shown`;
  return [
    {
      kind: "table",
      caption: `By service, lines of bills${others}`,
      columns: [
        { title: "Service" },
        { title: "Effective cost", align: "right" },
        { title: "Billed cost", align: "right" },
        { title: "Lines", align: "right" },
      ],
      hasBars: false,
      rows: rows.map((row) => ({
        cells: [
          row.service ?? "(no service)",
          showKnown(row.effective_cost, row.currency, 0),
          showKnown(row.billed_cost, row.currency, 0),
          showCount(row.lines),
        ],
        bar: null,
      })),
    },
  ];
}

function untoldText(untold: readonly Drivers[], { spend }: AnalyzeResult): Block[] {
  const labels = untold.filter(({ dimension }) => isLabel(dimension));
  const others = untold.filter(({ dimension }) => !isLabel(dimension));
  const told: Block[] = others.map(({ dimension }) => ({
    kind: "text",
    text: `By ${dimension} there is nothing to tell apart: no row names one.`,
  }));
  if (labels.length === 0) return told;
  const all = spend.totals
    .map(({ currency, effective_cost }) =>
      showKnown(effective_cost, currency, spend.unpriced.length),
    )
    .join(" and ");
  const namesOf = (some: readonly Drivers[]): string =>
    some.map(({ dimension }) => dimension).join(", ");
  const untoldByCalls = labels.filter(hasNotSeen);
  const untoldAtAll = labels.filter((one) => !hasNotSeen(one));
  const rules =
    "Rules in headgate.yaml (docs/how-to/import.md) read it out of tags, keys, accounts and principals.";
  return [
    ...told,
    ...(untoldAtAll.length === 0
      ? []
      : [
          {
            kind: "attention" as const,
            text: `By ${namesOf(untoldAtAll)}, all is unallocated (${all}): no row says whose it is. ${rules}`,
          },
        ]),
    ...(untoldByCalls.length === 0
      ? []
      : [
          {
            kind: "attention" as const,
            text: `By ${namesOf(untoldByCalls)}, all is unallocated (${all}): no call says whose it is, and what the bills of the same days have beyond the calls is in no group. ${rules}`,
          },
        ]),
  ];
}

function tableOf({ dimension, rows, left_out }: Drivers, result: AnalyzeResult): Block {
  const lengths = bars(rows);
  const hasChange = result.comparison !== null;
  return {
    kind: "table",
    caption: `By ${dimension}`,
    columns: [
      { title: capital(dimension) },
      { title: "Effective cost", align: "right" },
      ...(hasChange ? [{ title: "Change", align: "right" as const }] : []),
    ],
    hasBars: true,
    rows: rows.map((row) => ({
      cells: [
        nameOf(row, dimension, left_out),
        showKnown(row.cost, row.currency, row.unpriced_attempts),
        ...(hasChange ? [changeOf(row)] : []),
      ],
      bar: lengths(row),
    })),
  };
}

/** Of what has no known price at all, no change is known either. */
function changeOf({ cost, change, currency, unpriced_attempts }: Driver): string {
  if (change === null) return "–";
  const isKnown = unpriced_attempts === 0 || [cost, change.before, change.after].some(isNotZero);
  return isKnown ? showChange(change, currency) : "unknown";
}

const isNotZero = (amount: string): boolean => /[1-9]/.test(amount);

function nameOf({ kind, group }: Driver, dimension: Drivers["dimension"], leftOut: number): string {
  switch (kind) {
    case "value":
      return group ?? "";
    case "unallocated":
      return isLabel(dimension) ? "(unallocated)" : `(no ${dimension})`;
    case "not_seen":
      return "(in the bill, seen in no call)";
    case "rest":
      return `(${counted(leftOut, "other")})`;
    default:
      return kind satisfies never;
  }
}

/** Whether rules can give it; a model or a provider is what the call or the bill says. */
const isLabel = (dimension: Drivers["dimension"]): boolean =>
  attributionFields.some((field) => field === dimension);

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
