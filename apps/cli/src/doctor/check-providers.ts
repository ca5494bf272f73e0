import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";
import type { DoctorCheck, HeadgateConfig } from "@headgate/contract";
import { finding, ok, skipped } from "./check.ts";

const TIMEOUT_MS = 5_000;

/** Whether each provider's address takes a connection; nothing is asked of it and no key is sent. */
export async function checkProviders(config: HeadgateConfig | undefined): Promise<DoctorCheck[]> {
  if (config === undefined) return [skipped("providers", "none is configured")];
  return Promise.all(
    Object.entries(config.providers).map(async ([provider, { base_url, api_key }]) => {
      const name = `provider ${provider}`;
      const url = new URL(base_url);
      const problem = await connectionProblem(url);
      if (problem !== undefined) {
        return finding(
          name,
          `${url.origin}: ${problem}`,
          "Check base_url, the network and the provider's status page. [provider_unreachable]",
        );
      }
      return ok(name, `${url.origin} answers${api_key === undefined ? ", no api_key is set" : ""}`);
    }),
  );
}

function connectionProblem(url: URL): Promise<string | undefined> {
  const isTls = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (isTls ? 443 : 80));
  return new Promise((resolve) => {
    const done = (problem: string | undefined): void => {
      socket.destroy();
      resolve(problem);
    };
    const socket = isTls
      ? connectTls({ host, port, servername: host }, () => done(undefined))
      : connectPlain({ host, port }, () => done(undefined));
    socket.setTimeout(TIMEOUT_MS, () => done(`no connection within ${TIMEOUT_MS / 1_000} s`));
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}
