import { Button, Skeleton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { countOf } from "../../format/count-text.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PriceTable } from "./price-table.tsx";
import { usePrices } from "./query.ts";
import { modelLines } from "./view-model.ts";
import "./prices.css";

/** What a token costs, where that is written, and since when. */
export const PricesPage = () => {
  const { q = "" } = useSearch({ from: "/prices" });
  const navigate = useNavigate();
  const prices = usePrices();
  const search = (text: string) =>
    void navigate({ to: "/prices", search: text === "" ? {} : { q: text }, replace: true });
  const lines = prices.data === undefined ? [] : modelLines(prices.data, q);

  return (
    <>
      <PageHead title="Prices">
        <TextInput
          className="price-search"
          type="search"
          size="xs"
          placeholder="Search models"
          aria-label="Search models"
          leftSection={<IconSearch size={14} aria-hidden="true" />}
          value={q}
          onChange={(event) => search(event.currentTarget.value)}
        />
      </PageHead>
      {prices.isPending ? <Skeleton h={480} radius="lg" /> : null}
      {prices.isError ? (
        <FailurePanel failure={prices.error} onRetry={() => void prices.refetch()} />
      ) : null}
      {prices.data === undefined ? null : (
        <Panel
          title="Standard prices"
          note={`US dollars per 1M tokens, as they hold on ${prices.data.at}`}
          actions={<span className="muted tabular">{countOf(lines.length, "model")}</span>}
          flush
        >
          {lines.length === 0 ? (
            <EmptyState
              icon={<IconSearch size={20} stroke={1.6} />}
              title="No such model"
              text="The price book has no model of this name. Calls to it are kept as unpriced."
            >
              {q === "" ? null : (
                <Button size="xs" variant="default" onClick={() => search("")}>
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
