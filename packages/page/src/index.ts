export {
  anomalyCauseText,
  anomalySentence,
  anomalySliceText,
  isCausedBySlice,
  leftOutText,
} from "./anomaly-text.ts";
export { billedText } from "./billed-text.ts";
export { driverTable, partNames } from "./driver-table.ts";
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
