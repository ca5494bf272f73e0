import { counted } from "@headgate/contract";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Badge } from "../../ui/badge.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import type { PoolView, TaskLine } from "./view-model.ts";

/** A pool's kinds of tasks; one of them can be opened. */
export const TaskTable = ({
  pool: { reference, lines, leftOut, moves },
  open,
  onOpen,
}: Readonly<{
  pool: PoolView;
  open: string | undefined;
  /** Without a key it is closed. */
  onOpen: (key: string | undefined) => void;
}>) => (
  <>
    {lines.length === 0 ? null : (
      <ScrollRegion label={`Tasks of the pool of ${reference}`}>
        <table className="table">
          <TableHead
            columns={[
              "Task",
              { number: "Calls" },
              { number: moves ? "Moved" : "Would move" },
              { number: "Judged" },
              "At the dial",
            ]}
          />
          <tbody>
            {lines.map((line) => (
              <TaskRow key={line.key} line={line} isOpen={line.key === open} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    )}
    {leftOut === 0 ? null : (
      <p className="panel-body muted">{counted(leftOut, "task")} not shown by the filter.</p>
    )}
  </>
);

const TaskRow = ({
  line,
  isOpen,
  onOpen,
}: Readonly<{
  line: TaskLine;
  isOpen: boolean;
  onOpen: (key: string | undefined) => void;
}>) => {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr>
      <td>
        <button
          type="button"
          className="routing-open"
          aria-expanded={isOpen}
          onClick={() => onOpen(isOpen ? undefined : line.key)}
        >
          <Chevron size={14} aria-hidden="true" />
          {line.name}
        </button>
        {line.fingerprint === "" ? null : <div className="code muted">{line.fingerprint}</div>}
      </td>
      <td className="number">{line.calls}</td>
      <td className="number">
        {line.moved}
        <div className="muted">{line.movedShare}</div>
      </td>
      <td className="number">{line.judged}</td>
      <td>
        <Badge tone={line.kind === "certified" ? "good" : "plain"}>{line.atDial}</Badge>
        <div className="muted">{line.atDialNote}</div>
      </td>
    </tr>
  );
};
