import type { PullStatus, Received, SourceState, SourcesResponse } from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";
import { showTime } from "../command-line/show-time.ts";

type Look = Readonly<{ timeZone: string; width: number }>;

/** What is pulled, received and imported: a table each, where there is any. */
export function renderSources({ pulls, received, sources }: SourcesResponse, look: Look): string {
  return [
    ...(pulls.length === 0 ? [] : [renderPulls(pulls, look)]),
    ...(received.length === 0 ? [] : [renderReceived(received, look)]),
    ...(sources.length === 0 ? [] : [renderStates(sources, look)]),
  ].join("\n\n");
}

function renderPulls(pulls: readonly PullStatus[], { timeZone, width }: Look): string {
  const table = renderTable(
    [
      { title: "Pulled" },
      { title: "Kind" },
      { title: "State" },
      { title: "Last success" },
      { title: "Lag" },
      { title: "Next" },
    ],
    pulls.map((pull) => [
      pull.name,
      pull.kind,
      stateText(pull),
      momentText(pull.last_success_at, timeZone),
      pull.lag_ms === null ? "–" : lagText(pull.lag_ms),
      momentText(pull.next_run_at, timeZone),
    ]),
    width,
  );
  const errors = pulls.flatMap(({ name, last_error }) =>
    last_error === null ? [] : [`${name}: ${last_error}`],
  );
  return [table, ...errors].join("\n");
}

function stateText(pull: PullStatus): string {
  if (pull.is_running) return "pulling";
  if (pull.last_error !== null) return `failed ×${pull.failures_in_a_row}`;
  return pull.last_success_at === null ? "not pulled yet" : "fine";
}

const renderReceived = (received: readonly Received[], { timeZone, width }: Look): string =>
  renderTable(
    [
      { title: "Received" },
      { title: "Payloads", align: "right" },
      { title: "Rows", align: "right" },
      { title: "Added", align: "right" },
      { title: "Not taken", align: "right" },
      { title: "Last" },
    ],
    received.map((one) => [
      one.source,
      String(one.payloads),
      String(one.rows),
      String(one.added),
      String(one.rejected),
      momentText(one.last_received_at, timeZone),
    ]),
    width,
  );

const renderStates = (states: readonly SourceState[], { timeZone, width }: Look): string =>
  renderTable(
    [
      { title: "Imported" },
      { title: "Imports", align: "right" },
      { title: "Rows", align: "right" },
      { title: "Added", align: "right" },
      { title: "Skipped", align: "right" },
      { title: "Newest row" },
      { title: "Last import" },
    ],
    states.map((state) => [
      state.source,
      String(state.imports),
      String(state.rows),
      String(state.added),
      String(state.skipped),
      momentText(state.last_at, timeZone),
      momentText(state.last_import_at, timeZone),
    ]),
    width,
  );

const momentText = (moment: string | null, timeZone: string): string =>
  moment === null ? "–" : showTime(Date.parse(moment), timeZone);

/** In the unit that says enough. */
function lagText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 72 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
