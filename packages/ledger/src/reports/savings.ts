import type { SavingsReport } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { askedModel } from "./asked-model.ts";
import { scopeOf } from "./scope.ts";
import { refuseManyBuckets } from "./spend-over-time.ts";
import { dollarsSum, integer, isoTime, text } from "./sql-values.ts";

const SAVINGS = JSON.stringify([{ lever: "VARCHAR", amount: "VARCHAR" }]);

/** What did each lever save? A saving that is not known adds nothing and is counted. */
export async function savings(
  query: Reports["savings"]["query"],
  ask: Ask,
): Promise<SavingsReport> {
  refuseManyBuckets(query);
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const asked = askedModel(query.requestModel);
  const rows = await ask(
    `with acted as (
       select date_trunc('${query.grain}', started_at) as bucket, simulated,
         unnest(from_json(savings, '${SAVINGS}')) as saving
       from ${attempts}
       where ${where} and ${asked.condition} and savings <> '[]'
     )
     select epoch_ms(bucket) as start_ms, saving.lever as lever, count(*) as attempt_count,
       count(case when saving.amount is null then 1 end) as unknown_count,
       cast(sum(cast(saving.amount as decimal(38, 12))) as varchar) as saved_text,
       cast(sum(case when simulated then cast(saving.amount as decimal(38, 12)) end) as varchar)
         as simulated_text
     from acted
     group by bucket, saving.lever
     order by start_ms, lever`,
    { ...parameters, ...asked.parameters },
  );
  return {
    rows: rows.map((row) => ({
      start: isoTime(row, "start_ms"),
      lever: text(row, "lever"),
      attempts: integer(row, "attempt_count"),
      unknown: integer(row, "unknown_count"),
      saved: dollarsSum(row, "saved_text"),
      simulated: dollarsSum(row, "simulated_text"),
    })),
  };
}
