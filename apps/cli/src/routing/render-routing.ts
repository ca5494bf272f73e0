import { counted, type RoutedFingerprint, type RoutingReport } from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";

/** What the choice of models came to, by pool; tasks with the most calls first. */
export function renderRouting(report: RoutingReport, width: number): string {
  if (report.pools.length === 0) {
    return "No call was routed since the gateway started. A policy with route: { mode: shadow, pool: [provider/model] } begins to learn.";
  }
  const { labels, judges } = report;
  const pools = report.pools.flatMap(({ policy, mode, models, quality, fingerprints }) => {
    const [reference = "", ...others] = models;
    return [
      `Policy ${policy} (${mode}) promises ${quality} of the quality of ${reference}; cheaper: ${others.join(", ") || "none"}.`,
      renderTable(
        [
          { title: "Task" },
          { title: "Calls", align: "right" },
          { title: "Moved", align: "right" },
          { title: "Judged", align: "right" },
          { title: "Certified at the dial" },
          { title: "Cheapest promise kept" },
        ],
        fingerprints.map((one) => rowOf(one, quality)),
        width,
      ),
      "",
    ];
  });
  return [
    ...pools,
    `${counted(labels.sampled, "call")} tried on other models, ${counted(labels.learned, "label")} learned; ${labels.not_judged} not judged, ${labels.unreadable} unreadable, ${labels.failed} failed, ${labels.dropped} dropped. Feedback: ${labels.feedback} learned, ${labels.feedback_refused} refused.`,
    ...judges.map(
      ({ model, believed, planted, seen_through }) =>
        `Judge ${model} is ${believed ? "believed" : "not believed"}: it saw through ${percent(seen_through)} of ${counted(planted, "planted pair")}.`,
    ),
  ].join("\n");
}

function rowOf(
  { fingerprint, task, calls, moved, judged, notches }: RoutedFingerprint,
  dial: number,
): readonly string[] {
  const name = task ?? (fingerprint === "" ? "without a system prompt" : fingerprint.slice(0, 8));
  const atDial = notches.find(({ quality }) => quality === dial)?.certified ?? null;
  const boldest = notches.find(({ certified }) => certified !== null);
  return [
    name,
    String(calls),
    String(moved),
    String(judged),
    atDial === null
      ? "not certified"
      : `yes: ${percent(atDial.saved)} saved, quality at least ${percent(atDial.lower_bound)}`,
    boldest?.certified == null
      ? "-"
      : `${boldest.quality}: ${percent(boldest.certified.saved)} saved`,
  ];
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
