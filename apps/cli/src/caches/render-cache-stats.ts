import { type CacheStats, cacheStatuses, counted } from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";
import { renderSemanticStats } from "./render-semantic-stats.ts";

type Look = Readonly<{ timeZone: string; width: number }>;

/** What a cache holds and did: a line on its memory, what it did for calls, and its namespaces. */
export function renderCacheStats(stats: CacheStats, { timeZone, width }: Look): string {
  const since = showTime(Date.parse(stats.started_at), timeZone);
  const notKept = Object.entries(stats.not_kept).map(([why, count]) => `${count} ${why}`);
  return [
    `${counted(stats.entries, "answer")} in ${mebibytes(stats.bytes)} of ${mebibytes(stats.max_bytes)} MiB${stats.is_shared ? ", shared with other gateways" : ""}, since ${since}.`,
    `${counted(stats.in_flight, "question")} under way, ${counted(stats.waiting, "call waits", "calls wait")} for one of them.`,
    `Kept ${stats.kept}; not kept ${notKept.length === 0 ? "0" : notKept.join(", ")}; made room ${stats.evicted}; grew too old ${stats.expired}; failures ${stats.failures}.`,
    "",
    renderTable(
      [{ title: "Calls" }, { title: "Number", align: "right" }],
      cacheStatuses.map((status) => [status, String(stats.calls[status])]),
      width,
    ),
    ...(stats.namespaces.length === 0
      ? []
      : [
          "",
          renderTable(
            [
              { title: "Namespace" },
              { title: "Answers", align: "right" },
              { title: "MiB", align: "right" },
            ],
            stats.namespaces.map(({ namespace, entries, bytes }) => [
              namespace,
              String(entries),
              mebibytes(bytes),
            ]),
            width,
          ),
        ]),
    "",
    renderSemanticStats(stats.semantic, width),
  ].join("\n");
}

const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
