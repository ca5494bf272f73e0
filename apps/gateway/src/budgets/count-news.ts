import { type CountersNews, newsLine } from "@headgate/budgets";
import type { Logger } from "pino";
import type { Counters } from "../counters.ts";

/** Takes what is told of shared counters into this gateway's own numbers and its log. */
export function countNews({ sharedCounters }: Counters, log: Logger, news: CountersNews): void {
  const { level, message } = newsLine(news);
  switch (news.kind) {
    case "away":
      sharedCounters.away = true;
      break;
    case "back":
      sharedCounters.away = false;
      break;
    case "emptied":
      sharedCounters.emptied += 1;
      break;
    case "skewed":
      sharedCounters.skewMs = news.ms;
      break;
    case "allowed":
      sharedCounters.letThrough += 1;
      break;
    case "uncounted":
      sharedCounters.uncounted += 1;
      break;
    case "refused":
      sharedCounters.uncounted += 1;
      break;
    case "unkept":
      break;
    case "told_again":
      sharedCounters.toldAgain += news.count;
      break;
    case "counted_afterwards":
      sharedCounters.countedAfterwards += news.count;
      break;
    default:
      news satisfies never;
  }
  log[level]({ counters: news.kind }, message);
}
