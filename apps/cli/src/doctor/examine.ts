import {
  configSchema,
  type DoctorCheck,
  type HeadgateConfig,
  type Status,
} from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { loadOwnPriceBook } from "@headgate/pricing";
import { dataDirectoryPath } from "../management/data-directory.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { findConfigSource, readConfig, withOverrides } from "../supervisor/start-plan.ts";
import { findingOf, ok } from "./check.ts";
import { checkAlarms } from "./check-alarms.ts";
import { checkCounters } from "./check-counters.ts";
import { checkLedger } from "./check-ledger.ts";
import { checkDataDirectory, checkDisk, checkNode, checkPort } from "./check-machine.ts";
import { checkPrices } from "./check-prices.ts";
import { checkProviders } from "./check-providers.ts";
import { checkRouting } from "./check-routing.ts";
import { checkLoader, checkUnpriced, findRunning } from "./check-running.ts";
import { checkLeader, checkNodes, checkState } from "./check-state.ts";

export type Examination = Readonly<{
  config: string | undefined;
  data: string | undefined;
  url: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  workingDirectory: string;
}>;

/** All checks, in the order in which one thing rests on another. */
export async function examine(examination: Examination): Promise<DoctorCheck[]> {
  const { environment } = examination;
  const configured = await examineConfig(examination);
  const api = connectManagement(examination.url, environment);
  const running = await findRunning(api, examination.url !== undefined);
  const status: Status | undefined = running.status;
  const data = status?.data_directory ?? dataDirectoryPath(examination.data, environment);
  return [
    checkNode(process.version),
    configured.check,
    await checkDataDirectory(data),
    await checkDisk(data),
    await checkPort(configured.listen, api.url, running.isUp),
    ...running.checks,
    ...(status === undefined
      ? []
      : [
          checkLoader(status),
          ...checkLeader(status),
          ...checkNodes(status),
          await checkUnpriced(api, status, Date.now()),
        ]),
    ...checkPrices(
      configured.config,
      () => loadOwnPriceBook(dataDirectory(data).prices),
      Date.now(),
    ),
    ...(await checkLedger(configured.config)),
    ...(await checkState(configured.config)),
    ...(await checkCounters(configured.config)),
    ...(await checkProviders(configured.config)),
    ...checkRouting(configured.config),
    ...(await checkAlarms(configured.config, status === undefined ? undefined : api)),
  ];
}

type ExaminedConfig = Readonly<{
  check: DoctorCheck;
  config: HeadgateConfig | undefined;
  /** Where it would listen; `undefined` when that cannot be read. */
  listen: HeadgateConfig["listen"] | undefined;
}>;

async function examineConfig({
  config,
  environment,
  workingDirectory,
}: Examination): Promise<ExaminedConfig> {
  const name = "configuration";
  try {
    const source = findConfigSource(config, environment, workingDirectory);
    const read = await readConfig(source, environment, {});
    if (read === undefined) {
      const { listen } = withOverrides(configSchema.parse({}), environment, {});
      const check = ok(name, "none: `headgate start` runs the demo");
      return { config: undefined, listen, check };
    }
    const where = source.kind === "file" ? source.path : "provider keys in the environment";
    const providers = Object.keys(read.providers);
    return {
      config: read,
      listen: read.listen,
      check: ok(name, `${where}, providers: ${providers.join(", ") || "none"}`),
    };
  } catch (error) {
    return { config: undefined, listen: undefined, check: findingOf(name, error) };
  }
}
