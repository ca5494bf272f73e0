import { counted } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ModelsSearch, readModelsSearch } from "../../search/models-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { ListPages } from "../../ui/list-pages.tsx";
import { pagesOf } from "../../ui/pages-of.ts";
import { Panel } from "../../ui/panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { ModelFilters } from "./model-filters.tsx";
import { ModelTable } from "./model-table.tsx";
import { OffersPanel } from "./offers-panel.tsx";
import { MODELS_ON_A_PAGE, useModelOffers, useModels, usePools } from "./query.ts";
import { StandingPanel } from "./standing-panel.tsx";
import { modelLines } from "./view-model.ts";
import "../../ui/controls.css";
import "../../ui/table.css";
import "./models.css";

/** Which models there are, which could be tried, and which are not worth asking. */
export const ModelsPage = () => {
  const offers = useModelOffers();
  const pools = usePools();
  return (
    <>
      <PageHead title="Models" money />
      <div className="models">
        {pools.isError ? (
          <FailurePanel failure={pools.error} onRetry={() => void pools.refetch()} />
        ) : null}
        {pools.data === undefined ? null : <StandingPanel report={pools.data} />}
        {offers.isPending ? <Skeleton h={240} radius="lg" /> : null}
        {offers.isError ? (
          <FailurePanel failure={offers.error} onRetry={() => void offers.refetch()} />
        ) : null}
        {offers.data === undefined ? null : <OffersPanel report={offers.data} />}
        <Catalogue />
      </div>
    </>
  );
};

const Catalogue = () => {
  const search = useSearch({ from: "/models" });
  const navigate = useNavigate();
  const models = useModels(search);
  const { data } = models;
  /** Another question begins at its first page. */
  const change = (more: ModelsSearch) =>
    void navigate({
      to: "/models",
      search: readModelsSearch({ ...search, offset: 0, ...more }),
      replace: true,
      resetScroll: false,
    });
  const goTo = (offset: number) =>
    void navigate({
      to: "/models",
      search: readModelsSearch({ ...search, offset }),
      resetScroll: false,
    });
  return (
    <>
      <ModelFilters search={search} providers={data?.providers ?? []} onChange={change} />
      {models.isPending ? <Skeleton h={480} radius="lg" /> : null}
      {models.isError ? (
        <FailurePanel failure={models.error} onRetry={() => void models.refetch()} />
      ) : null}
      {data === undefined ? null : (
        <Panel
          title="Catalogue"
          note={`list prices in US dollars on ${data.at}`}
          actions={
            <div className="panel-actions">
              <span className="muted tabular">{counted(data.total, "model")}</span>
              <TableCsv
                path="/api/models"
                answer={data}
                label="Save the models of this page as CSV"
              />
            </div>
          }
          foot={
            <ListPages
              pages={pagesOf(search.offset ?? 0, data.models.length, data.total, MODELS_ON_A_PAGE)}
              onGo={goTo}
            />
          }
          flush
        >
          {data.models.length === 0 ? (
            <p className="panel-body muted">
              No model of the catalogue is like this. What is not stated of a model counts as not
              known.
            </p>
          ) : (
            <ModelTable lines={modelLines(data)} />
          )}
          {data.faults.map((fault) => (
            <p className="panel-body muted" key={fault}>
              {fault}
            </p>
          ))}
        </Panel>
      )}
    </>
  );
};
