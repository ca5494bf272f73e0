import { counted, type Status } from "@headgate/contract";
import { Popover, Switch } from "@mantine/core";
import { Fragment, type JSX } from "react";
import { countText } from "../format/count-text.ts";
import { agoText } from "../format/duration-text.ts";
import { loaderFacts, needsAttention } from "./loader-health.ts";
import type { Live } from "./use-live.ts";
import "./live-indicator.css";

const words = (
  live: Live,
  attention: boolean,
  away: boolean,
): readonly [tone: string, label: string] => {
  if (away || live.state === "lost") return ["lost", "Reconnecting"];
  if (live.paused) {
    return [
      "paused",
      live.waitingRows === 0 ? "Paused" : `Paused, ${counted(live.waitingRows, "new row")}`,
    ];
  }
  if (live.state === "connecting") return ["connecting", "Connecting"];
  return attention ? ["attention", "Live, look here"] : ["open", "Live"];
};

const noLastRow = ({ ledger }: Status): string => (ledger.rows === null ? "not known" : "none yet");

/** Says whether the page follows the ledger, and how the ledger is being filled. */
export const LiveIndicator = ({
  live,
  status,
  away,
}: Readonly<{ live: Live; status: Status; away: boolean }>): JSX.Element => {
  const [tone, label] = words(live, needsAttention(status.loader), away);
  const lastRowAt = status.ledger.last_row_at;
  return (
    <Popover position="bottom-end" width={320} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={`live live-${tone}`} aria-label={`Updates: ${label}`}>
          <span className="live-dot" aria-hidden="true" />
          <span className="live-label">{label}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Updates">
        <Switch
          size="sm"
          label="Follow the ledger as it grows"
          checked={!live.paused}
          onChange={(event) => live.setPaused(!event.currentTarget.checked)}
          mb="sm"
        />
        <dl className="loader-facts">
          <dt>Attempts in the ledger</dt>
          <dd>{status.ledger.rows === null ? "not known" : countText(status.ledger.rows)}</dd>
          <dt>Latest attempt</dt>
          <dd>
            {lastRowAt === null ? noLastRow(status) : agoText(Date.parse(lastRowAt), Date.now())}
          </dd>
          {loaderFacts(status.loader).map((fact) => (
            <Fragment key={fact.label}>
              <dt>{fact.label}</dt>
              <dd className={fact.attention ? "loader-attention" : undefined}>{fact.value}</dd>
            </Fragment>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
};
