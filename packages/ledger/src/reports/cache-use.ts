import {
  type CacheUseReport,
  cacheRefusalNames,
  cacheStatuses,
  cacheTiers,
} from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask, SqlRow } from "./ask.ts";
import { scopeOf } from "./scope.ts";
import { refuseManyBuckets } from "./spend-over-time.ts";
import { integer, integerSum, isoTime, text, textOrNull } from "./sql-values.ts";

/** What did Headgate's own cache do for calls, and which passed it by, and why? */
export async function cacheUse(
  query: Reports["cache-use"]["query"],
  ask: Ask,
): Promise<CacheUseReport> {
  refuseManyBuckets(query);
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const rows = await ask(
    `select epoch_ms(date_trunc('${query.grain}', started_at)) as start_ms, cache_status as status_name,
       json_extract_string(cache, '$.reason') as reason_name,
       json_extract_string(cache, '$.tier') as tier_name, count(*) as call_count,
       sum(avoided_input_tokens) as input_sum, sum(avoided_output_tokens) as output_sum
     from ${attempts}
     where ${where} and cache_status is not null and final
     group by all
     order by start_ms, status_name, reason_name nulls first, tier_name nulls first`,
    parameters,
  );
  return {
    rows: rows.map((row) => ({
      start: isoTime(row, "start_ms"),
      status: known(cacheStatuses, text(row, "status_name")),
      reason: knownOrNull(cacheRefusalNames, row, "reason_name"),
      tier: knownOrNull(cacheTiers, row, "tier_name"),
      calls: integer(row, "call_count"),
      avoided_input_tokens: integerSum(row, "input_sum"),
      avoided_output_tokens: integerSum(row, "output_sum"),
    })),
  };
}

function known<Name extends string>(names: readonly Name[], word: string): Name {
  const found = names.find((name) => name === word);
  if (found === undefined) throw new TypeError(`the ledger holds "${word}" of the cache`);
  return found;
}

function knownOrNull<Name extends string>(
  names: readonly Name[],
  row: SqlRow,
  column: string,
): Name | null {
  const word = textOrNull(row, column);
  return word === null ? null : known(names, word);
}
