import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Badge } from "../../ui/badge.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import type { KeyLine } from "./view-model.ts";

export const KeyTable = ({
  lines,
  onRevoke,
}: Readonly<{ lines: readonly KeyLine[]; onRevoke: (line: KeyLine) => void }>) => (
  <ScrollRegion label="Keys">
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Key</th>
          <th scope="col">Calls are counted for</th>
          <th scope="col">Created</th>
          <th scope="col">State</th>
          <th scope="col">
            <span className="visually-hidden">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id} className={line.revoked === undefined ? undefined : "key-revoked"}>
            <td>
              <Link to="/calls" search={{ key_id: line.id }} className="text-link">
                {line.name}
              </Link>
            </td>
            <td>
              <span className="code">{line.hint}…</span>
            </td>
            <td>
              <span className="key-labels">
                {line.labels.length === 0 ? "–" : null}
                {line.labels.map(({ name, value }) => (
                  <span className="key-label" key={name}>
                    <span>{name}</span> {value}
                  </span>
                ))}
              </span>
            </td>
            <td className="tabular" title={line.createdInFull} style={{ whiteSpace: "nowrap" }}>
              {line.created}
            </td>
            <td>
              {line.revoked === undefined ? (
                <Badge tone="good">works</Badge>
              ) : (
                <Badge tone="plain">revoked {line.revoked}</Badge>
              )}
            </td>
            <td className="number">
              {line.revoked === undefined ? (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => onRevoke(line)}
                  aria-label={`Revoke ${line.name}`}
                >
                  Revoke
                </Button>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);
