import { counted, type WeeklyReport } from "@headgate/contract";
import { renderHtml, showDays } from "@headgate/page";
import type { Notice } from "../notifiers/notice.ts";
import { weeklyPage, weeklySentence } from "./weekly-page.ts";

/** A weekly report as any notifier takes it: a webhook its JSON, an e-mail its page, a chat its sentence. */
export function weeklyNotice(report: WeeklyReport, id: string): Notice {
  const missed = report.kpis.filter((kpi) => kpi.kind === "known" && kpi.is_on_target === false);
  const { unpriced_attempts: unpriced } = report.totals.period;
  return {
    id,
    subject: `Headgate: ${report.name ?? "week"}, ${showDays(report.period, report.time_zone)}`,
    parts: [
      {
        text: weeklySentence(report),
        details: [
          ...(report.is_late ? ["late: it was missed when it was due"] : []),
          ...(missed.length === 0
            ? []
            : [`off target: ${missed.map(({ title }) => title).join(", ")}`]),
          ...(unpriced === 0 ? [] : [`${counted(unpriced, "attempt")} without a known cost`]),
          ...(/[1-9]/.test(report.totals.period.simulated_cost) ? ["simulated"] : []),
        ],
        link: report.links[0]?.url ?? null,
        mark: "plain",
      },
    ],
    payload: { version: 1, id, kind: "weekly_report", report },
    html: renderHtml(weeklyPage(report)),
  };
}
