import type { DemandSummary } from "@headgate/contract";
import { Button, Group, SegmentedControl, Skeleton, TextInput } from "@mantine/core";
import { IconServer2 } from "@tabler/icons-react";
import { type FormEvent, lazy, Suspense, useState } from "react";
import type { CapacitySearch } from "../../search/capacity-search.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { demandFacts, demandTexts, type HourPoint, hourPoints } from "./demand-model.ts";
import { NoPlanPanel } from "./no-plan-panel.tsx";
import { useDemand } from "./query.ts";
import "../../ui/chart.css";

const LineOverTime = lazy(() => import("../../ui/line-over-time.tsx"));

type Props = Readonly<{
  days: number;
  search: CapacitySearch;
  onChange: (change: CapacitySearch) => void;
}>;

/** What demand was, and how it is expected to go on. */
export const DemandTab = ({ days, search, onChange }: Props) => {
  const { data, error, isPending, isPlaceholderData, refetch } = useDemand(days, search.model);
  const [model, setModel] = useState(search.model ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ model: model.trim() });
  };
  return (
    <>
      <Panel title="Whose demand" note="of calls in the ledger">
        <form onSubmit={submit}>
          <Group align="flex-end" gap="sm">
            <TextInput
              label="Model"
              description="Its name in the ledger; empty for all models"
              value={model}
              onChange={(event) => setModel(event.currentTarget.value)}
              maxLength={200}
            />
            <Button type="submit" variant="default">
              Show
            </Button>
          </Group>
        </form>
      </Panel>
      {error === null ? null : <FailurePanel failure={error} onRetry={() => void refetch()} />}
      {isPending ? <Skeleton h={360} radius="lg" /> : null}
      {data === undefined ? null : (
        <div className={isPlaceholderData ? "capacity stale" : "capacity"}>
          {data.kind === "no_plan" ? (
            <NoPlanPanel reasons={data.reasons} />
          ) : data.attempts === 0 ? (
            <NoDemand />
          ) : (
            <Demand demand={data} search={search} onChange={onChange} />
          )}
        </div>
      )}
    </>
  );
};

const Demand = ({
  demand,
  search,
  onChange,
}: Pick<Props, "search" | "onChange"> & Readonly<{ demand: DemandSummary }>) => {
  const points = hourPoints(demand);
  return (
    <>
      <Panel
        title="Demand"
        note={demand.simulated_attempts > 0 ? <SimulatedBadge /> : (search.model ?? "all models")}
      >
        <FactList facts={demandFacts(demand)} />
        {demandTexts(demand).map((text) => (
          <p className="muted" key={text}>
            {text}
          </p>
        ))}
      </Panel>
      <Panel
        title="Hours of the week"
        note="UTC, beside the mean hour"
        actions={
          <SegmentedControl
            size="xs"
            aria-label="Show as"
            data={[
              { value: "chart", label: "Chart" },
              { value: "table", label: "Table" },
            ]}
            value={search.as ?? "chart"}
            onChange={(value) => onChange({ as: value === "table" ? "table" : undefined })}
          />
        }
      >
        {points === undefined ? (
          <p>A whole week of known costs is needed to tell its hours apart.</p>
        ) : search.as === "table" ? (
          <HoursTable points={points} />
        ) : (
          <div className="chart-frame">
            <Suspense fallback={<Skeleton h="100%" />}>
              <LineOverTime
                title="Demand by the hour of the week"
                points={points}
                axisText={(length) => `${length.toFixed(1)}×`}
                desc="The same numbers stand in the table behind “Table”."
              />
            </Suspense>
          </div>
        )}
      </Panel>
    </>
  );
};

const NoDemand = () => (
  <div className="panel">
    <EmptyState
      icon={<IconServer2 size={20} stroke={1.6} />}
      title="No demand in these days"
      text="No provider worked on a call of this model. Its name is the one that stands in the ledger, as Explore shows it."
    />
  </div>
);

const HoursTable = ({ points }: Readonly<{ points: readonly HourPoint[] }>) => (
  <div className="chart-table">
    <ScrollRegion label="Demand by the hour of the week">
      <table className="table">
        <TableHead columns={["Hour", { number: "Beside the mean" }]} />
        <tbody>
          {points.map(({ title, text }) => (
            <tr key={title}>
              <td>{title}</td>
              <td className="number">{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </div>
);
