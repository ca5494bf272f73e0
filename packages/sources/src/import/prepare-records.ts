import type {
  Attribution,
  BillLine,
  Gauge,
  HeadgateConfig,
  LedgerRow,
  Outcome,
  UsageTotal,
} from "@headgate/contract";
import type { PriceBook } from "@headgate/pricing";
import { applyRules } from "../attribution/apply-rules.ts";
import {
  subjectOfAttempt,
  subjectOfBillLine,
  subjectOfUsageTotal,
} from "../attribution/subject.ts";
import type { AttemptFacts } from "../source.ts";
import type { ImportedRecords } from "./import-sink.ts";
import { createPriceAttempt } from "./price-attempt.ts";

/** Records as the ledger keeps them. */
export type PreparedRecords = Readonly<{
  attempts: readonly LedgerRow[];
  billLines: readonly BillLine[];
  usageTotals: readonly UsageTotal[];
  gauges: readonly Gauge[];
  outcomes: readonly Outcome[];
}>;

/** What records are priced and labelled by. */
export type PreparationTerms = Readonly<{
  book: PriceBook;
  config: Pick<HeadgateConfig, "attribution" | "overlays" | "providers" | "history">;
}>;

/** Gives records what Headgate works out itself: their charge, and labels by the configuration's rules. */
export function createPreparation({
  book,
  config,
}: PreparationTerms): (records: ImportedRecords) => PreparedRecords {
  const { attribution: rules, history } = config;
  const hasRules = rules.rules.length > 0;
  const priced = createPriceAttempt(book, config);
  return ({ attempts, billLines, usageTotals, gauges, outcomes = [] }) => ({
    attempts: (history.request_facts ? attempts : attempts.map(withoutRequest)).map((facts) =>
      priced(
        facts,
        hasRules
          ? applyRules(facts.attribution, rules, subjectOfAttempt(facts))
          : facts.attribution,
      ),
    ),
    billLines: billLines.map((line) =>
      labelled(line, applyRules({}, rules, subjectOfBillLine(line))),
    ),
    usageTotals: usageTotals.map((total) =>
      labelled(total, applyRules({}, rules, subjectOfUsageTotal(total))),
    ),
    gauges,
    outcomes,
  });
}

/** What others looked at of a request is not kept where the configuration keeps nothing of requests. */
function withoutRequest(facts: AttemptFacts): AttemptFacts {
  if (facts.settled !== undefined) return facts;
  const { prompt_parts: _p, request_facts: _r, ...rest } = facts;
  return rest;
}

/** Not spread: for an object of so many members V8's spread takes several times as long. */
const labelled = <Facts extends object>(
  facts: Facts,
  attribution: Attribution,
): Facts & { attribution: Attribution } => Object.assign({}, facts, { attribution });
