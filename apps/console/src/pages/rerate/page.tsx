import type { RerateJob } from "@headgate/contract";
import { Button, NativeSelect, Progress, TextInput } from "@mantine/core";
import { IconChecks, IconRefreshDot } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { countText } from "../../format/count-text.ts";
import { type RerateSearch, readRerateSearch } from "../../search/prices-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { type RangePreset, rangeNames, rangePresets } from "../../time/range.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PricesNavigation } from "../prices/prices-navigation.tsx";
import { ApplyRerate } from "./apply-rerate.tsx";
import { Difference } from "./difference.tsx";
import { useRerate } from "./query.ts";
import { ReratingsTable } from "./reratings-table.tsx";
import { applyRequestOf, FIRST_RANGE, progressOf, rerateRequestOf } from "./view-model.ts";
import "./rerate.css";

const Running = ({ job }: Readonly<{ job: RerateJob }>) => (
  <div className="panel rerate-running" role="status">
    <span>
      {job.apply ? "Re-rating" : "Pricing again"}: {countText(job.progress.attempts_done)} of{" "}
      {countText(job.progress.attempts_total)} attempts
    </span>
    <Progress value={progressOf(job)} aria-label="Progress" size="sm" />
  </div>
);

/** A job that ended badly: nothing of it holds. */
const Failed = ({ job }: Readonly<{ job: RerateJob }>) =>
  job.error === null ? null : (
    <FailurePanel failure={new Error(`${job.error.message} ${job.error.mend}`)} />
  );

/** Prices history again: what it would change, then, once it is agreed to, for good. */
export const ReratePage = () => {
  const search = useSearch({ from: "/prices/rerate" });
  const navigate = useNavigate();
  const { preview, applied, reratings } = useRerate();
  const [asked, setAsked] = useState<RerateJob | undefined>(undefined);
  const change = (more: RerateSearch) =>
    void navigate({
      to: "/prices/rerate",
      search: readRerateSearch({ ...search, ...more }),
      replace: true,
    });
  const look = () => {
    applied.start.reset();
    preview.start.mutate(rerateRequestOf(search, Date.now()));
  };
  const apply = (job: RerateJob) =>
    applied.start.mutate(applyRequestOf(job), { onSuccess: () => setAsked(undefined) });
  const { job } = preview;
  const isApplied = applied.job?.state === "done";

  return (
    <>
      <PageHead title="Re-rate history" />
      <PricesNavigation />
      <Panel
        title="Price again"
        note="From the usage that the ledger has, by the prices that are known now"
      >
        <form
          className="rerate-form"
          onSubmit={(event) => {
            event.preventDefault();
            look();
          }}
        >
          <NativeSelect
            label="Calls of the"
            value={search.range ?? FIRST_RANGE}
            data={rangePresets.map((value) => ({ value, label: rangeNames[value] }))}
            onChange={(event) => change({ range: event.currentTarget.value as RangePreset })}
          />
          <TextInput
            label="Provider"
            placeholder="all"
            value={search.provider ?? ""}
            onChange={(event) => change({ provider: event.currentTarget.value })}
          />
          <TextInput
            label="Model"
            placeholder="all"
            value={search.model ?? ""}
            onChange={(event) => change({ model: event.currentTarget.value })}
          />
          <Button type="submit" loading={preview.start.isPending || job?.state === "running"}>
            Preview
          </Button>
        </form>
      </Panel>
      {preview.failure === null ? null : <FailurePanel failure={preview.failure} onRetry={look} />}
      {job?.state === "running" ? <Running job={job} /> : null}
      {job === undefined ? null : <Failed job={job} />}
      {applied.job?.state === "running" ? <Running job={applied.job} /> : null}
      {applied.job === undefined ? null : <Failed job={applied.job} />}
      {job?.state !== "done" ? null : job.difference.revised_attempts === 0 ? (
        <div className="panel">
          <EmptyState
            icon={<IconChecks size={20} stroke={1.6} />}
            title="Nothing to change"
            text={`All ${countText(job.difference.attempts)} attempts are charged as they would be now.`}
          />
        </div>
      ) : (
        <>
          <Difference job={job} />
          <div className="rerate-apply">
            {isApplied ? (
              <p role="status">
                Re-rating {applied.job?.rerating} holds in every report. What was charged first is
                kept.
              </p>
            ) : (
              <Button
                leftSection={<IconRefreshDot size={16} aria-hidden="true" />}
                disabled={applied.job?.state === "running"}
                onClick={() => setAsked(job)}
              >
                Apply…
              </Button>
            )}
          </div>
        </>
      )}
      {reratings.isError ? <FailurePanel failure={reratings.error} /> : null}
      {reratings.data === undefined || reratings.data.reratings.length === 0 ? null : (
        <Panel title="Re-ratings that hold" flush>
          <ReratingsTable reratings={reratings.data.reratings} />
        </Panel>
      )}
      <ApplyRerate
        preview={asked}
        busy={applied.start.isPending}
        failure={applied.start.error}
        onApply={apply}
        onCancel={() => {
          applied.start.reset();
          setAsked(undefined);
        }}
      />
    </>
  );
};
