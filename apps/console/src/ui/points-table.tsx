import { ScrollRegion } from "./scroll-region.tsx";
import { type ColumnTitle, TableHead } from "./table-head.tsx";

/** The points of a chart in words, for whoever reads rather than looks. */
export const PointsTable = ({
  label,
  column,
  points,
}: Readonly<{
  label: string;
  /** What the second column tells, a figure or words; the first is when. */
  column: ColumnTitle;
  points: readonly Readonly<{ title: string; text: string }>[];
}>) => (
  <div className="chart-table">
    <ScrollRegion label={label}>
      <table className="table">
        <TableHead columns={["When", column]} />
        <tbody>
          {points.map(({ title, text }) => (
            <tr key={title}>
              <td className="when">{title}</td>
              <td {...(typeof column === "string" ? {} : { className: "number" })}>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </div>
);
