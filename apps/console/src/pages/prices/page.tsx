import { Button, Skeleton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { countOf } from "../../format/count-text.ts";
import { type PricesSearch, readPricesSearch } from "../../search/prices-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PriceFilters } from "./price-filters.tsx";
import { PriceTable } from "./price-table.tsx";
import { PricesNavigation } from "./prices-navigation.tsx";
import { usePrices } from "./query.ts";
import { modelLines, providersOf } from "./view-model.ts";
import "./prices.css";

/** What a token costs, where that is written, and since when. */
export const PricesPage = () => {
  const search = useSearch({ from: "/prices" });
  const navigate = useNavigate();
  const prices = usePrices(search.at);
  const change = (more: PricesSearch) =>
    void navigate({
      to: "/prices",
      search: readPricesSearch({ ...search, ...more }),
      replace: true,
    });
  const lines = prices.data === undefined ? [] : modelLines(prices.data, search);
  const { tier = "standard" } = search;

  return (
    <>
      <PageHead title="Prices">
        <PriceFilters
          search={search}
          providers={prices.data === undefined ? [] : providersOf(prices.data)}
          onChange={change}
        />
      </PageHead>
      <PricesNavigation />
      {prices.isPending ? <Skeleton h={480} radius="lg" /> : null}
      {prices.isError ? (
        <FailurePanel failure={prices.error} onRetry={() => void prices.refetch()} />
      ) : null}
      {prices.data === undefined ? null : (
        <Panel
          title={`${tier.charAt(0).toUpperCase()}${tier.slice(1)} prices`}
          note={`US dollars per 1M tokens, as they hold on ${prices.data.at}`}
          actions={<span className="muted tabular">{countOf(lines.length, "model")}</span>}
          flush
        >
          {lines.length === 0 ? (
            <EmptyState
              icon={<IconSearch size={20} stroke={1.6} />}
              title="No such model"
              text="The price book has no model like this. Calls to one without a price are kept as unpriced."
            >
              {Object.keys(search).length === 0 ? null : (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => void navigate({ to: "/prices", search: {} })}
                >
                  Show all models
                </Button>
              )}
            </EmptyState>
          ) : (
            <PriceTable lines={lines} />
          )}
        </Panel>
      )}
    </>
  );
};
