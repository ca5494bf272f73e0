import { counted, type PriceHistory, type PriceTier } from "@headgate/contract";
import { NativeSelect, Skeleton } from "@mantine/core";
import { IconChevronLeft, IconSearch } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { PageHead } from "../../shell/page-head.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { DisagreementTable } from "./disagreement-table.tsx";
import { HistoryTable } from "./history-table.tsx";
import { PriceTimeline } from "./price-timeline.tsx";
import { useModelPrices } from "./query.ts";
import { priceTimeline } from "./timeline-model.ts";
import { disagreementLines, historyLines, thresholdNotes, tiersOf } from "./view-model.ts";
import "../../ui/panel.css";
import "../call/call.css";
import "./prices-model.css";

type HistoryModel = PriceHistory["models"][number];

const ModelPrices = ({
  model,
  today,
  tier,
}: Readonly<{ model: HistoryModel; today: string; tier: PriceTier }>) => {
  const timeline = priceTimeline(model, tier, today);
  const lines = historyLines(model, tier, today);
  const notes = thresholdNotes(model, tier);
  return (
    <>
      {timeline === undefined ? null : (
        <Panel title="Over time" note={`${model.provider}, ${tier}`}>
          <PriceTimeline timeline={timeline} />
        </Panel>
      )}
      <Panel
        title="Records"
        note={counted(lines.length, "record")}
        flush
        foot={
          notes.length === 0
            ? "Records are never changed: a correction is a later record, which takes the days that it covers."
            : notes.join(" ")
        }
      >
        <HistoryTable lines={lines} />
      </Panel>
    </>
  );
};

/** A model's prices: over time, record by record, and where catalogues say otherwise. */
export const ModelPricesPage = () => {
  const search = useSearch({ from: "/prices/model" });
  const navigate = useNavigate();
  const { history, disagreements } = useModelPrices({
    provider: search.provider,
    model: search.model,
  });
  const models = history.data === undefined ? [] : history.data.models;
  const [first] = models;
  const tiers = first === undefined ? [] : tiersOf(first);
  const tier = search.tier ?? tiers[0] ?? "standard";
  const differing =
    disagreements.data === undefined
      ? []
      : disagreementLines(
          disagreements.data.disagreements.filter(({ kind }) => kind === "differs"),
        );
  const aliases = models.flatMap((model) => model.aliases);

  return (
    <>
      <div>
        <Link to="/prices" className="back-link">
          <IconChevronLeft size={15} aria-hidden="true" />
          Prices
        </Link>
      </div>
      <PageHead title={search.model}>
        {tiers.length < 2 ? null : (
          <NativeSelect
            size="xs"
            aria-label="Service tier"
            value={tier}
            data={[...tiers]}
            onChange={(event) =>
              void navigate({
                to: "/prices/model",
                search: { ...search, tier: event.currentTarget.value as PriceTier },
                replace: true,
              })
            }
          />
        )}
      </PageHead>
      {aliases.length === 0 ? null : (
        <p className="price-aliases">
          Also <span className="code">{aliases.join(", ")}</span>
        </p>
      )}
      {history.isPending ? <Skeleton h={480} radius="lg" /> : null}
      {history.isError ? (
        <FailurePanel failure={history.error} onRetry={() => void history.refetch()} />
      ) : null}
      {history.data !== undefined && models.length === 0 ? (
        <div className="panel">
          <EmptyState
            icon={<IconSearch size={20} stroke={1.6} />}
            title="No price for this model"
            text="Its calls are kept as unpriced. Import a catalogue that has it with headgate prices import, or write a price file of your own; then re-rate."
          />
        </div>
      ) : null}
      {history.data === undefined
        ? null
        : models.map((model) => (
            <ModelPrices
              key={`${model.provider}/${model.model}`}
              model={model}
              today={history.data.today}
              tier={tier}
            />
          ))}
      {disagreements.isError ? <FailurePanel failure={disagreements.error} /> : null}
      {differing.length === 0 ? null : (
        <Panel
          title="Where catalogues disagree"
          note="US dollars per 1M tokens"
          flush
          foot="Nobody is outvoted: catalogues copy each other's mistakes. The price book's own source counts."
        >
          <DisagreementTable lines={differing} />
        </Panel>
      )}
    </>
  );
};
