import { dataDirectory } from "@headgate/ledger";
import { loadOwnPriceBook, type PriceBook } from "@headgate/pricing";
import { dataDirectoryPath } from "../management/data-directory.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder with the price files of the data directory: `--data`, or `HEADGATE_DATA`, or `.headgate` here. */
export const priceFolder = (data: string | undefined, environment: Environment): string =>
  dataDirectory(dataDirectoryPath(data, environment)).prices;

/**
 * The price book that this machine charges by: Headgate's own prices, and those of the data directory.
 * @throws HeadgateError `price_file_invalid`
 */
export const ownPriceBook = (data: string | undefined, environment: Environment): PriceBook =>
  loadOwnPriceBook(priceFolder(data, environment));
