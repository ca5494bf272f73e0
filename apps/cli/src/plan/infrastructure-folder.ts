import { dataDirectory } from "@headgate/ledger";
import { dataDirectoryPath } from "../management/data-directory.ts";

/** The folder with lists of machines' prices: of `--data`, or `HEADGATE_DATA`, or `.headgate` here. */
export const infrastructureFolder = (
  data: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string => dataDirectory(dataDirectoryPath(data, environment)).infrastructure;
