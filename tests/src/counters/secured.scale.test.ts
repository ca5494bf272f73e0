import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../servers/free-port.ts";
import {
  isInstalled,
  newServerFolder,
  startServer,
  type TestServer,
} from "../servers/test-server.ts";

const SERVERS = ["valkey-server", "redis-server"];

/** A certificate that nobody signed, for one name or address, and how a server is told of it. */
function certified(folder: string, certificate: string, name: string): readonly string[] {
  const key = join(folder, "key.pem");
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-keyout", key, "-out", certificate, "-days", "1", "-subj", "/CN=headgate"],
    ...["-addext", `subjectAltName=${name}`],
  ]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return [
    ...["tls-replication yes", "tls-auth-clients no", `tls-ca-cert-file ${certificate}`],
    ...[`tls-cert-file ${certificate}`, `tls-key-file ${key}`],
  ];
}

/** A server without a port that is asked in the clear. */
async function startSecured(
  name: string,
  subject: string,
  settings: () => readonly string[],
): Promise<TestServer & Readonly<{ port: number; certificate: string }>> {
  const folder = newServerFolder(name);
  const certificate = join(folder, "certificate.pem");
  const port = await freePort();
  const file = join(folder, `${name}.conf`);
  writeFileSync(
    file,
    `${[
      ...["port 0", `tls-port ${port}`, "bind 127.0.0.1", `dir ${folder}`],
      ...certified(folder, certificate, subject),
      ...settings(),
    ].join("\n")}\n`,
  );
  const server = await startServer({
    program: {
      ...{ name, command: SERVERS.find(isInstalled) ?? "" },
      arguments: name === "sentinel" ? [file, "--sentinel"] : [file],
    },
    ...{ url: `rediss://127.0.0.1:${port}`, folder },
    answers: () => commandByTls(port, "PING").then(Boolean, () => false),
  });
  onTestFinished(() => server.close());
  return { ...server, port, certificate };
}

/** What it says to a command, whoever it may be: it may ask for a password first. */
const commandByTls = (port: number, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false }, () =>
      socket.write(`${line}\r\n`),
    );
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString("latin1"));
    });
    socket.once("error", reject);
  });

/** What the counters answer to a process that trusts one certificate. */
async function answerOf(counters: object, certificate: string): Promise<unknown> {
  const child = fork(new URL("./ping-counters.ts", import.meta.url), {
    execArgv: ["--conditions=@headgate/source", "--import", "tsx"],
    env: {
      ...process.env,
      NODE_EXTRA_CA_CERTS: certificate,
      PINGED_COUNTERS: JSON.stringify({ kind: "valkey", command_timeout_ms: 10_000, ...counters }),
    },
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [answer] = await once(child, "message");
  return answer;
}

const isPossible = SERVERS.some(isInstalled) && isInstalled("openssl");

test.skipIf(!isPossible)(
  "sentinels with a password of their own, and their primary, are asked by TLS alone",
  async () => {
    const primary = await startSecured("primary", "IP:127.0.0.1", () => ["requirepass server"]);
    const sentinel = await startSecured("sentinel", "IP:127.0.0.1", () => [
      "requirepass watcher",
      `sentinel monitor budgets 127.0.0.1 ${primary.port} 1`,
      "sentinel auth-pass budgets server",
    ]);
    const both = join(newServerFolder("authorities"), "both.pem");
    const certificates = [primary, sentinel].map((one) => readFileSync(one.certificate, "utf8"));
    writeFileSync(both, certificates.join(""));

    const answer = await answerOf(
      {
        ...{ mode: "sentinel", sentinel_name: "budgets", tls: true },
        nodes: [{ host: "127.0.0.1", port: sentinel.port }],
        ...{ password: "server", sentinel_password: "watcher" },
      },
      both,
    );

    expect(answer).toBe("OK");
  },
);

test.skipIf(!isPossible)(
  "a cluster whose certificate has a name and no address is asked by that name",
  async () => {
    const node = await startSecured("cluster", "DNS:localhost", () => [
      ...["cluster-enabled yes", "tls-cluster yes", "cluster-announce-hostname localhost"],
      ...["cluster-preferred-endpoint-type hostname", "cluster-require-full-coverage no"],
    ]);
    const slots = await commandByTls(node.port, "CLUSTER ADDSLOTSRANGE 0 16383");
    expect(slots).toContain("OK");

    const answer = await answerOf(
      { mode: "cluster", nodes: [{ host: "localhost", port: node.port }], tls: true },
      node.certificate,
    );

    expect(answer).toBe("OK");
  },
);
