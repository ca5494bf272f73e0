import { kpisReport, type WeeklyReport, weeklyReport } from "@headgate/contract";
import { insightAnswers } from "../insight/insight-answers.fixture.ts";
import { totals } from "../report/report-answers.fixture.ts";

/** A constructed week: a fifth more than the week before, one anomaly, too short a history to foretell. */
export const weeklyAnswer: WeeklyReport = weeklyReport.parse({
  name: null,
  filter: {},
  period: { from: "2026-11-16T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z" },
  before: { from: "2026-11-09T00:00:00.000Z", to: "2026-11-16T00:00:00.000Z" },
  made_at: "2026-11-23T06:00:00.000Z",
  due_at: null,
  is_late: false,
  totals: {
    period: { ...totals, effective_cost: "12.000000000000", unpriced_attempts: 1 },
    before: { ...totals, calls: 1_000, effective_cost: "10.000000000000", unpriced_attempts: 0 },
  },
  spend: null,
  kpis: kpisReport.parse(insightAnswers["/api/kpis"]).kpis,
  drivers: [insightAnswers["/api/drivers"]],
  anomalies: insightAnswers["/api/anomalies"],
  forecast: insightAnswers["/api/forecast"],
  unpriced: [],
  skipped: { imports: [], lines_quarantined: 0 },
  links: [],
});
