import { Skeleton } from "@mantine/core";
import { IconCalculator } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type EstimateSearch, readEstimateSearch } from "../../search/prices-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PricesNavigation } from "../prices/prices-navigation.tsx";
import { useModelNames } from "../prices/query.ts";
import { EstimateForm } from "./estimate-form.tsx";
import { EstimateTable } from "./estimate-table.tsx";
import { useEstimate } from "./query.ts";
import { estimateLines, readEstimate } from "./view-model.ts";
import "./estimate.css";

/** What calls would cost, models side by side. */
export const EstimatePage = () => {
  const search = useSearch({ from: "/prices/estimate" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const names = useModelNames(typed);
  const reading = readEstimate(search);
  const estimate = useEstimate(reading);
  const change = (more: EstimateSearch) =>
    void navigate({
      to: "/prices/estimate",
      search: readEstimateSearch({ ...search, ...more }),
      replace: true,
    });

  return (
    <>
      <PageHead title="Estimate" />
      <PricesNavigation />
      <Panel title="Calls" note="At prices of today, by your overlays, before any call is made">
        <EstimateForm
          search={search}
          names={names.data === undefined ? [] : names.data}
          onTyped={setTyped}
          onChange={change}
        />
      </Panel>
      {estimate.isError ? (
        <FailurePanel failure={estimate.error} onRetry={() => void estimate.refetch()} />
      ) : null}
      <Panel
        title="Side by side"
        {...(estimate.data === undefined ? {} : { note: `as of ${estimate.data.at}` })}
        flush
      >
        {reading.kind === "wanting" ? (
          <EmptyState
            icon={<IconCalculator size={20} stroke={1.6} />}
            title="Nothing to work out yet"
            text={reading.what}
          />
        ) : estimate.data === undefined ? (
          <Skeleton h={120} w="auto" m="md" />
        ) : (
          <EstimateTable lines={estimateLines(estimate.data)} />
        )}
      </Panel>
    </>
  );
};
