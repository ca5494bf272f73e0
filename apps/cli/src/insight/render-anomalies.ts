import {
  type AnomaliesReport,
  beyondCallsText,
  billedText,
  billsLeftOutText,
  counted,
} from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { anomalyCauseText, anomalySentence, anomalySliceText, leftOutText } from "@headgate/page";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";

const money = (text: string): string => displayDollarsCompact(parseDollars(text));

type Look = Readonly<{
  timeZone: string;
  width: number;
  /** Simulated dollars in the cost of the time that was judged. */
  simulated: string;
}>;

type Judgement = AnomaliesReport["judgement"];

/** The anomalies for a person, in order of time, each with what explains it; those of bills beyond calls behind them. */
export function renderAnomalies(report: AnomaliesReport, look: Look): string {
  const { judgement, grain, billed, beyond_calls: beyond, bills_left_out: leftOut } = report;
  return [
    renderJudgement(judgement, {
      ...look,
      grain,
      about: billed === undefined ? [] : [billedText(billed)],
    }),
    ...(beyond === undefined
      ? []
      : [
          "",
          beyondCallsText(beyond),
          renderJudgement(beyond.judgement, { ...look, grain, about: [], simulated: "" }),
        ]),
    ...[billsLeftOutText(leftOut)].flatMap((text) => (text === undefined ? [] : ["", text])),
  ].join("\n");
}

function renderJudgement(
  judgement: Judgement,
  {
    timeZone,
    width,
    simulated,
    grain,
    about,
  }: Look & Readonly<{ grain: AnomaliesReport["grain"]; about: readonly string[] }>,
): string {
  if (judgement.kind === "history_too_short") {
    const short = `Too short a history: ${counted(judgement.needed_days, "day is", "days are")} needed, ${counted(judgement.known_days, "is", "are")} known.`;
    return [short, ...about].join("\n");
  }
  const judged = `${judgement.judged_points} ${grain}s judged; by chance, up to ${judgement.expected_false.toFixed(2)} of them are called anomalous.`;
  const beside = [...about, ...[leftOutText(judgement.left_out)].flatMap((text) => text ?? [])];
  if (judgement.anomalies.length === 0) return [`No anomaly. ${judged}`, ...beside].join("\n");
  return [
    renderTable(
      [
        { title: `from (${timeZone})` },
        { title: "to" },
        { title: "cost", align: "right" },
        { title: "usual", align: "right" },
        { title: "off by", align: "right" },
        { title: "of" },
        { title: "cause" },
      ],
      judgement.anomalies.map((anomaly) => [
        showTime(Date.parse(anomaly.start), timeZone),
        showTime(Date.parse(anomaly.end), timeZone),
        money(anomaly.cost),
        money(anomaly.expected),
        money(anomaly.excess),
        anomalySliceText(anomaly),
        anomalyCauseText(anomaly),
      ]),
      width,
    ),
    "",
    ...judgement.anomalies.map(
      (anomaly) => `${showTime(Date.parse(anomaly.start), timeZone)}: ${anomalySentence(anomaly)}`,
    ),
    "",
    judged,
    ...beside,
    ...(/[1-9]/.test(simulated)
      ? [`${money(simulated)} of the cost in this time is simulated.`]
      : []),
  ].join("\n");
}
