export { allSources } from "./all-sources.ts";
export type {
  AttemptFacts,
  BillLineFacts,
  Detection,
  Found,
  ReadContext,
  Sample,
  Source,
  SourceFile,
  UsageTotalFacts,
} from "./source.ts";
