import { type AnomaliesReport, counted } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import {
  anomalyCauseText,
  anomalySentence,
  anomalySliceText,
  billedText,
  leftOutText,
} from "@headgate/page";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";

const money = (text: string): string => displayDollarsCompact(parseDollars(text));

type Look = Readonly<{
  timeZone: string;
  width: number;
  /** Simulated dollars in the cost of the time that was judged. */
  simulated: string;
}>;

/** The anomalies for a person, in order of time, each with what explains it. */
export function renderAnomalies(
  { judgement, grain, billed }: AnomaliesReport,
  { timeZone, width, simulated }: Look,
): string {
  if (judgement.kind === "history_too_short") {
    return `Too short a history: ${counted(judgement.needed_days, "day is", "days are")} needed, ${counted(judgement.known_days, "is", "are")} known.`;
  }
  const judged = `${judgement.judged_points} ${grain}s judged; by chance, up to ${judgement.expected_false.toFixed(2)} of them are called anomalous.`;
  const about = [
    ...(billed === undefined ? [] : [billedText(billed)]),
    ...[leftOutText(judgement.left_out)].flatMap((text) => text ?? []),
  ];
  if (judgement.anomalies.length === 0) return [`No anomaly. ${judged}`, ...about].join("\n");
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
    ...about,
    ...(/[1-9]/.test(simulated)
      ? [`${money(simulated)} of the cost in this time is simulated.`]
      : []),
  ].join("\n");
}
