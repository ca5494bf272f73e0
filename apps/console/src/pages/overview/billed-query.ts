import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { askBillBy, askBillOverTime } from "../../api/bills.ts";
import type { BillFilter } from "../../search/bill-filter.ts";
import { useAskedAgain } from "../../shell/held-still.ts";
import { wholeDaysOf } from "../../time/buckets.ts";
import { type Range, spanOf } from "../../time/range.ts";
import { billGrainFor } from "../explore-bills/query.ts";

/** There are fewer categories than this: none is left out. */
const EVERY_CATEGORY = 20;
const NAMED_SERIES = 7;
const ROWS_IN_A_TABLE = 8;

/** Which bill lines the overview asks about; undefined: none, since a filter is on that no line knows, or no bill is there. */
type Asked = Readonly<{ range: Range; filter: BillFilter }> | undefined;

/** What was billed in the whole days of a range, by category. */
export const useBilledCategories = (asked: Asked) =>
  useQuery({
    queryKey: ["ledger", "billed", "categories", asked],
    queryFn:
      asked === undefined
        ? skipToken
        : async ({ signal }) => {
            const span = wholeDaysOf(spanOf(asked.range, Date.now()));
            const { filter } = asked;
            const categories = await askBillBy(
              { span, filter, by: "category", limit: EVERY_CATEGORY },
              signal,
            );
            return { span, categories };
          },
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
  });
export type BilledCategories = NonNullable<ReturnType<typeof useBilledCategories>["data"]>;

/** What bills tell by themselves of AI: over time, by service, by provider and by team. */
export const useBilledParts = (asked: Asked) =>
  useQuery({
    queryKey: ["ledger", "billed", "parts", asked],
    queryFn:
      asked === undefined
        ? skipToken
        : async ({ signal }) => {
            const span = wholeDaysOf(spanOf(asked.range, Date.now()));
            const grain = billGrainFor(span);
            const about = { span, filter: asked.filter, ai: true };
            const groups = { ...about, limit: ROWS_IN_A_TABLE };
            const [overTime, lines, services, providers, teams] = await Promise.all([
              askBillOverTime({ ...about, by: "category", grain, limit: NAMED_SERIES }, signal),
              askBillBy({ ...about, by: "category", limit: EVERY_CATEGORY }, signal),
              askBillBy({ ...groups, by: "service_name" }, signal),
              askBillBy({ ...groups, by: "provider_name" }, signal),
              askBillBy({ ...groups, by: "team" }, signal),
            ]);
            const question = { by: "category", cost: "effective" } as const;
            return {
              answers: { question, span, grain, overTime, lines },
              services,
              providers,
              teams,
            };
          },
    placeholderData: keepPreviousData,
    ...useAskedAgain(false),
  });
export type BilledParts = NonNullable<ReturnType<typeof useBilledParts>["data"]>;
