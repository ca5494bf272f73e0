/** A column's title; `number`: of numbers, which stand to the right. */
export type ColumnTitle = string | Readonly<{ number: string }>;

/** The head of a table whose columns are only named: no sorting, no units apart. */
export const TableHead = ({ columns }: Readonly<{ columns: readonly ColumnTitle[] }>) => (
  <thead>
    <tr>
      {columns.map((column) =>
        typeof column === "string" ? (
          <th scope="col" key={column}>
            {column}
          </th>
        ) : (
          <th scope="col" className="number" key={column.number}>
            {column.number}
          </th>
        ),
      )}
    </tr>
  </thead>
);
