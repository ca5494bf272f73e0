export {
  anomalyCauseText,
  anomalySentence,
  anomalySliceText,
  isCausedBySlice,
  leftOutText,
} from "./anomaly-text.ts";
export { billedPartNames, driverTable, partNames } from "./driver-table.ts";
export { insightDimensionText } from "./insight-dimension-text.ts";
export { kpiValueText } from "./kpi-value-text.ts";
export {
  type Block,
  type Column,
  type Page,
  plainTable,
  type Row,
  type Section,
  type Table,
} from "./page.ts";
export { renderHtml } from "./render-html.ts";
export { showAmount, showChange, showDays, showKnown, showShare } from "./show-amount.ts";
export { showCostChange } from "./show-cost-change.ts";
