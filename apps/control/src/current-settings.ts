import type { HeadgateConfig } from "@headgate/contract";
import {
  loadOwnPriceBook,
  ownPriceBookAgain,
  type PriceBook,
  priceBookState,
  pricedBy,
  readTakenRates,
  takenRatesAgain,
  withTakenRates,
} from "@headgate/pricing";
import type { Logger } from "pino";
import { configDigest } from "./leading/config-digest.ts";
import type { NodeSettings } from "./leading/node-settings.ts";

/** The configuration and the prices as they are now; both change while control runs. */
export type CurrentSettings = Readonly<{
  config: () => HeadgateConfig;
  /** @throws HeadgateError when a price file cannot be used, the first time that they are asked for. */
  prices: () => PriceBook;
  /** What tells these from other nodes' of the same state. */
  digests: () => NodeSettings;
  /**
   * Takes a changed configuration and reads the price files again. What cannot change while control runs (`listen`,
   * `admin_key`, `stores`) stays as it was at the start; what cannot be used stays as it was before, and is told.
   */
  change: (changed: HeadgateConfig) => void;
}>;

/** @param folder where the user's prices and the rates taken over from bills lie */
export function createCurrentSettings(
  atStart: HeadgateConfig,
  folder: string,
  log: Logger,
): CurrentSettings {
  let takenRates = readTakenRates(folder);
  let config = withTakenRates(atStart, takenRates);
  // Of the file alone: rates that were taken over are told with the prices.
  let digestOfFile = configDigest(atStart);
  let ofPrices: Readonly<{ book: PriceBook; config: HeadgateConfig; digest: string }> | undefined;
  let book: PriceBook | undefined;
  const prices = (): PriceBook => {
    book ??= loadOwnPriceBook(folder);
    return book;
  };
  return {
    config: () => config,
    prices,
    digests: () => {
      const now = prices();
      if (ofPrices?.book !== now || ofPrices.config !== config) {
        ofPrices = { book: now, config, digest: priceBookState(now, pricedBy(config)) };
      }
      return { config: digestOfFile, priceBook: ofPrices.digest };
    },
    change: (changed) => {
      book = ownPriceBookAgain(folder, prices(), ({ code, message }) =>
        log.error({ code }, `${message} The prices stay as they were.`),
      );
      takenRates = takenRatesAgain(folder, takenRates, ({ code, message }) =>
        log.error({ code }, `${message} The overlays stay as they were.`),
      );
      digestOfFile = configDigest(changed);
      config = {
        ...withTakenRates(changed, takenRates),
        // What guards the management API holds for the life of the process, in the gateway as here.
        listen: atStart.listen,
        admin_key: atStart.admin_key,
        // What is open stays open: a copy must not be told that it is somewhere else already.
        stores: atStart.stores,
      };
    },
  };
}
