import { Button, NativeSelect, Switch } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { billOnlyFilters } from "../../search/bill-filter.ts";
import { type BillCost, type BillGroup, billGroups } from "../../search/bills-search.ts";
import type { ExploreSearch } from "../../search/explore-search.ts";
import { billGrains } from "../../search/explored-bills-search.ts";
import { bucketStarts } from "../../time/buckets.ts";
import { MAX_POINTS } from "../../time/grain.ts";
import type { TimeSpan } from "../../time/time-span.ts";
import { GrainSelect } from "../../ui/grain-select.tsx";
import { billGroupNames } from "../bills/bills-model.ts";
import { useChangeExploredBills } from "../explore/use-change-explore.ts";
import type { BillExploration } from "./query.ts";
import "../../ui/controls.css";

const costNames = { effective: "Effective", billed: "Billed" } as const satisfies Record<
  BillCost,
  string
>;

/** What of bills is looked at, by what, and beside what. All of it is in the address. */
export const BillExplorationControls = ({
  exploration: { by, cost, grain, compare, ai },
  search,
  span,
}: Readonly<{
  exploration: Pick<BillExploration, "by" | "cost" | "grain" | "compare" | "ai">;
  search: ExploreSearch;
  span: TimeSpan;
}>) => {
  const change = useChangeExploredBills();
  return (
    <div className="controls">
      <NativeSelect
        size="xs"
        label="Cost"
        value={cost}
        data={Object.entries(costNames).map(([value, label]) => ({ value, label }))}
        onChange={(event) => change({ cost: event.currentTarget.value as BillCost })}
      />
      <NativeSelect
        size="xs"
        label="By"
        value={by}
        data={billGroups.map((value) => ({ value, label: billGroupNames[value] }))}
        onChange={(event) => change({ lines_by: event.currentTarget.value as BillGroup })}
      />
      <GrainSelect
        grain={grain}
        grains={billGrains.filter((value) => bucketStarts(span, value).length <= MAX_POINTS)}
        onChange={(chosen) => change({ grain: chosen })}
      />
      <Switch
        size="xs"
        className="explore-compare"
        label="Compare with the period before"
        checked={compare}
        onChange={(event) => change({ compare: event.currentTarget.checked ? undefined : "none" })}
      />
      <Switch
        size="xs"
        className="explore-compare"
        label="Only lines about AI"
        checked={ai}
        onChange={(event) => change({ about: event.currentTarget.checked ? undefined : "all" })}
      />
      {billOnlyFilters.map((name) => {
        const value = search[name];
        return value === undefined ? null : (
          <Button
            key={name}
            size="xs"
            variant="default"
            rightSection={<IconX size={13} aria-hidden="true" />}
            aria-label={`Remove filter ${billGroupNames[name]} ${value === "" ? "none" : value}`}
            onClick={() => change({ [name]: undefined })}
          >
            {billGroupNames[name]}: {value === "" ? "none" : value}
          </Button>
        );
      })}
    </div>
  );
};
