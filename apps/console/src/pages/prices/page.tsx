import { counted } from "@headgate/contract";
import { Button, Skeleton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type PricesSearch, readPricesSearch } from "../../search/prices-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { ListPages } from "../../ui/list-pages.tsx";
import { pagesOf } from "../../ui/pages-of.ts";
import { Panel } from "../../ui/panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { PriceFilters } from "./price-filters.tsx";
import { PriceTable } from "./price-table.tsx";
import { PricesNavigation } from "./prices-navigation.tsx";
import { MODELS_ON_A_PAGE, usePrices } from "./query.ts";
import { modelLines } from "./view-model.ts";
import "./prices.css";

/** What a token costs, where that is written, and since when. */
export const PricesPage = () => {
  const search = useSearch({ from: "/prices" });
  const navigate = useNavigate();
  const prices = usePrices(search);
  const { tier = "standard", offset = 0 } = search;
  /** Another question begins at its first page. */
  const change = (more: PricesSearch) =>
    void navigate({
      to: "/prices",
      search: readPricesSearch({ ...search, offset: 0, ...more }),
      replace: true,
    });
  const goTo = (page: number) =>
    void navigate({ to: "/prices", search: readPricesSearch({ ...search, offset: page }) });

  return (
    <>
      <PageHead title="Prices" />
      <div className="prices-bar">
        <PricesNavigation />
        <PriceFilters
          search={search}
          providers={prices.data === undefined ? [] : prices.data.providers}
          onChange={change}
        />
      </div>
      {prices.isPending ? <Skeleton h={480} radius="lg" /> : null}
      {prices.isError ? (
        <FailurePanel failure={prices.error} onRetry={() => void prices.refetch()} />
      ) : null}
      {prices.data === undefined ? null : (
        <Panel
          title={`${tier.charAt(0).toUpperCase()}${tier.slice(1)} prices`}
          note={`US dollars per 1M tokens, as they hold on ${prices.data.at}`}
          actions={
            <div className="panel-actions">
              <span className="muted tabular">{counted(prices.data.total, "model")}</span>
              <TableCsv
                path="/api/prices"
                answer={prices.data}
                label="Save the prices of this page as CSV"
              />
            </div>
          }
          foot={
            <ListPages
              pages={pagesOf(
                offset,
                prices.data.models.length,
                prices.data.total,
                MODELS_ON_A_PAGE,
              )}
              onGo={goTo}
            />
          }
          flush
        >
          {prices.data.models.length === 0 ? (
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
            <div className={prices.isPlaceholderData ? "stale" : undefined}>
              <PriceTable lines={modelLines(prices.data, search)} />
            </div>
          )}
        </Panel>
      )}
    </>
  );
};
