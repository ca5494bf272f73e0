import {
  beyondCallsText,
  billedText,
  billsLeftOutText,
  counted,
  type WeeklyReport,
} from "@headgate/contract";
import {
  anomalyCauseText,
  anomalySliceText,
  type Block,
  driverTable,
  kpiValueText,
  leftOutText,
  type Page,
  plainTable,
  type Section,
  showAmount,
  showCostChange,
  showDays,
  showKnown,
} from "@headgate/page";

const count = (number: number): string => number.toLocaleString("en-US");
const UNPRICED_AT_MOST = 10;

/** A weekly report as a page, for a browser, paper or an e-mail. */
export const weeklyPage = (report: WeeklyReport): Page => ({
  title: report.name === null ? "AI spend of the week" : `AI spend of the week: ${report.name}`,
  subtitle: subtitleOf(report),
  footer: `Written by Headgate, ${report.made_at}.`,
  sections: [
    spendSection(report),
    kpiSection(report),
    driverSection(report),
    anomalySection(report),
    forecastSection(report),
    missingSection(report),
    ...(report.links.length === 0
      ? []
      : [
          {
            id: "links",
            title: "In the console",
            blocks: [{ kind: "links", links: report.links } as const],
          },
        ]),
  ],
});

function subtitleOf({ period, time_zone, filter, is_late, due_at }: WeeklyReport): string {
  const told = Object.entries(filter).filter(([, value]) => value !== undefined);
  const only = told.map(([key, value]) => (value === "" ? `no ${key}` : `${key}=${value}`));
  return [
    showDays(period, time_zone),
    ...(only.length === 0 ? [] : [`only ${only.join(", ")}`]),
    ...(is_late && due_at !== null ? [`late: it was due at ${due_at}`] : []),
  ].join(", ");
}

/** What the week cost, in a sentence: the text of a message. */
export function weeklySentence({ totals, period, time_zone }: WeeklyReport): string {
  const { period: now, before } = totals;
  const change = showCostChange(now, before);
  const compared =
    change === undefined
      ? "; what that is against the week before is not known"
      : `, ${change} against the week before`;
  return `Calls of ${showDays(period, time_zone)} cost ${costWords(now)}${compared}.`;
}

const costWords = ({ effective_cost, unpriced_attempts }: WeeklyReport["totals"]["period"]) => {
  const cost = showKnown(effective_cost, "USD", unpriced_attempts);
  return cost === "unknown" ? "an unknown amount" : cost;
};

function spendSection(report: WeeklyReport): Section {
  const { totals, spend } = report;
  const { period: now, before } = totals;
  const bills = spend === null ? [] : billBlocks(spend);
  return {
    id: "spend",
    title: "Spend",
    blocks: [
      { kind: "text", text: weeklySentence(report) },
      plainTable(
        "Calls",
        [
          { title: "" },
          { title: "This week", align: "right" },
          { title: "Week before", align: "right" },
        ],
        [
          ["Effective cost", ...[now, before].map((of) => known(of, of.effective_cost))],
          ["List cost", ...[now, before].map((of) => known(of, of.list_cost))],
          ["Calls", ...[now, before].map((of) => count(of.calls))],
          ["Failed attempts", ...[now, before].map((of) => count(of.failed_attempts))],
          ["Unpriced attempts", ...[now, before].map((of) => count(of.unpriced_attempts))],
        ],
      ),
      ...(/[1-9]/.test(now.simulated_cost)
        ? [
            {
              kind: "attention",
              text: `${showAmount(now.simulated_cost, "USD")} of it is simulated: answers of stand-ins.`,
            } as const,
          ]
        : []),
      ...bills,
    ],
  };
}

const known = (of: WeeklyReport["totals"]["period"], cost: string): string =>
  showKnown(cost, "USD", of.unpriced_attempts);

function billBlocks({ period, before }: NonNullable<WeeklyReport["spend"]>): Block[] {
  const currencies = new Set([...period.totals, ...before.totals].map(({ currency }) => currency));
  const amount = (spend: typeof period, currency: string): string => {
    const found = spend.totals.find((total) => total.currency === currency);
    if (found === undefined) return "–";
    const { cost, unpriced_attempts: unpriced } = found;
    return unpriced === undefined
      ? showAmount(cost, currency)
      : showKnown(cost, currency, unpriced);
  };
  const across = period.lines_across_the_range;
  return [
    ...(currencies.size === 0
      ? []
      : [
          plainTable(
            "Bills and calls together, each dollar once",
            [
              { title: "Currency" },
              { title: "This week", align: "right" },
              { title: "Week before", align: "right" },
            ],
            [...currencies].map((currency) => [
              currency,
              amount(period, currency),
              amount(before, currency),
            ]),
          ),
        ]),
    ...across.map(
      ({ currency, lines, cost }) =>
        ({
          kind: "attention",
          text: `${counted(lines, "bill line")} over ${showAmount(cost, currency)} ${lines === 1 ? "reaches beyond the week and is" : "reach beyond the week and are"} in no sum of it.`,
        }) as const,
    ),
  ];
}

const kpiSection = ({ kpis }: WeeklyReport): Section => ({
  id: "kpis",
  title: "KPIs",
  blocks: [
    plainTable(
      "Against the week before",
      [
        { title: "KPI" },
        { title: "Value", align: "right" },
        { title: "Before", align: "right" },
        { title: "Target" },
        { title: "On target" },
        { title: "Note", prose: true },
      ],
      kpis.map((kpi) =>
        kpi.kind === "unknown"
          ? [kpi.title, "unknown", "", kpi.target, "", `${kpi.reason}; needs ${kpi.needs}`]
          : [
              kpi.title,
              kpiValueText(kpi.value, kpi.unit),
              kpi.before === null ? "unknown" : kpiValueText(kpi.before, kpi.unit),
              kpi.target,
              kpi.is_on_target === null ? "open" : kpi.is_on_target ? "yes" : "no",
              kpi.note ?? "",
            ],
      ),
    ),
  ],
});

const driverSection = ({ drivers }: WeeklyReport): Section => ({
  id: "drivers",
  title: "What moved the cost of calls",
  blocks:
    drivers.length === 0
      ? [{ kind: "text", text: "No call of the two weeks has a known cost." }]
      : [
          { kind: "text", text: "The parts of a row add up to its change, exactly." },
          ...drivers.map((report) => {
            const { columns, rows } = driverTable(report);
            return plainTable(`By ${report.by}`, columns, rows);
          }),
        ],
});

function anomalySection({ anomalies }: WeeklyReport): Section {
  const { judgement, billed, beyond_calls: beyond, bills_left_out: leftOut } = anomalies;
  return {
    id: "anomalies",
    title: "Anomalies",
    blocks: [
      ...judgedBlocks(judgement, "Days off what is usual"),
      ...textOf(billed === undefined ? undefined : billedText(billed)),
      ...(beyond === undefined
        ? []
        : [
            ...textOf(beyondCallsText(beyond)),
            ...judgedBlocks(beyond.judgement, "Days of bills beyond calls off what is usual"),
          ]),
      ...textOf(billsLeftOutText(leftOut)),
    ],
  };
}

const textOf = (text: string | undefined): readonly Block[] =>
  text === undefined ? [] : [{ kind: "text", text }];

function judgedBlocks(
  judgement: WeeklyReport["anomalies"]["judgement"],
  caption: string,
): readonly Block[] {
  if (judgement.kind !== "judged") {
    return textOf("Nothing is judged yet: the history is too short to know what is usual.");
  }
  const beside = textOf(leftOutText(judgement.left_out));
  if (judgement.anomalies.length === 0) {
    return [...textOf("No day was off what is usual."), ...beside];
  }
  return [
    plainTable(
      caption,
      [
        { title: "From (UTC)" },
        { title: "To (UTC)" },
        { title: "Of" },
        { title: "Cost", align: "right" },
        { title: "Usual (estimate)", align: "right" },
        { title: "Cause", prose: true },
      ],
      judgement.anomalies.map((anomaly) => [
        anomaly.start.slice(0, 10),
        // The end is the first moment behind its last day.
        new Date(Date.parse(anomaly.end) - 1).toISOString().slice(0, 10),
        anomalySliceText(anomaly),
        showAmount(anomaly.cost, "USD"),
        showAmount(anomaly.expected, "USD"),
        anomalyCauseText(anomaly),
      ]),
    ),
    ...beside,
  ];
}

function forecastSection({ forecast }: WeeklyReport): Section {
  const { forecasts, billed, beyond_calls: beyond, together, bills_left_out: leftOut } = forecast;
  return {
    id: "forecast",
    title: "Forecast",
    blocks: [
      foretoldTable(forecasts, "Estimates of what will have been spent"),
      ...textOf(billed === undefined ? undefined : billedText(billed)),
      ...(beyond === undefined
        ? []
        : [
            ...textOf(beyondCallsText(beyond)),
            foretoldTable(beyond.forecasts, "Estimates of what will have been billed beyond calls"),
          ]),
      ...(together ?? []).flatMap(({ period, expected }) =>
        textOf(
          `Calls and bills beyond them together: ${showAmount(expected, "USD")} expected of the ${period}.`,
        ),
      ),
      ...textOf(billsLeftOutText(leftOut)),
    ],
  };
}

const foretoldTable = (forecasts: WeeklyReport["forecast"]["forecasts"], caption: string): Block =>
  plainTable(
    caption,
    [
      { title: "Period (UTC)" },
      { title: "So far", align: "right" },
      { title: "At its end", align: "right" },
      { title: "Range", align: "right" },
      { title: "Note", prose: true },
    ],
    forecasts.map((each) =>
      each.kind === "forecast"
        ? [
            `${each.period} to ${showDays({ from: each.start, to: each.end }).slice(-10)}`,
            showAmount(each.spent, "USD"),
            showAmount(each.expected, "USD"),
            each.interval === null
              ? "not known"
              : `${showAmount(each.interval.low, "USD")} to ${showAmount(each.interval.high, "USD")}`,
            each.reason ?? "",
          ]
        : [
            each.period,
            showAmount(each.spent, "USD"),
            "not known",
            "not known",
            `needs ${counted(each.needed_days, "day")} of history, has ${each.known_days}`,
          ],
    ),
  );

function missingSection({ unpriced, skipped }: WeeklyReport): Section {
  const blocks: Block[] = [];
  if (unpriced.length > 0) {
    blocks.push(
      plainTable(
        "Without a known cost: in no dollar above",
        [
          { title: "Model" },
          { title: "Attempts", align: "right" },
          { title: "Tokens", align: "right" },
          { title: "Why", prose: true },
        ],
        unpriced
          .slice(0, UNPRICED_AT_MOST)
          .map(({ provider, model, attempts, input_tokens, output_tokens, reason }) => [
            `${provider}/${model ?? "(no model)"}`,
            count(attempts),
            count(input_tokens + output_tokens),
            reason ?? "",
          ]),
      ),
    );
    const others = unpriced.length - UNPRICED_AT_MOST;
    if (others > 0) blocks.push({ kind: "text", text: `… and ${counted(others, "more model")}.` });
  }
  if (skipped.lines_quarantined > 0) {
    blocks.push({
      kind: "attention",
      text: `${counted(skipped.lines_quarantined, "line of the spool was", "lines of the spool were")} damaged and set aside since the start.`,
    });
  }
  for (const { named, skips } of skipped.imports) {
    blocks.push({
      kind: "list",
      title: `Left out of the import of ${named.join(", ")}`,
      items: skips.map(
        ({ source, reason, count: rows }) =>
          `${count(rows)} of ${source ?? "no known source"}: ${reason}`,
      ),
    });
  }
  return {
    id: "missing",
    title: "What is not in these figures",
    blocks: blocks.length === 0 ? [{ kind: "text", text: "Nothing that is known of." }] : blocks,
  };
}
