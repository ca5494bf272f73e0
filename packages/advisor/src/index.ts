export { type HistorySource, type ReadHistory, readHistory } from "./history/read-history.ts";
