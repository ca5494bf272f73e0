import { csvOf, csvRowsOf } from "@headgate/contract";
import { CsvButton } from "./csv-button.tsx";

/** Saves the table of an answer of the API as it was given: what the screen says, with every digit. */
export const TableCsv = ({
  path,
  answer,
  label,
}: Readonly<{ path: string; answer: unknown; label: string }>) => (
  <CsvButton
    name={`headgate-${path.replace(/^\/api\//, "").replaceAll("/", "-")}`}
    label={label}
    text={() => csvOf(csvRowsOf(path, answer) ?? [])}
  />
);
