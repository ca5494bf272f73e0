import { Socket } from "node:net";
import { type NotifierConfig, readSmtpUrl } from "@headgate/contract";
import { createTransport } from "nodemailer";
import { emailBody } from "./email-body.ts";
import { type DeliveryOutcome, failed, type Notice } from "./notice.ts";

type EmailNotifier = Extract<NotifierConfig, { kind: "email" }>;

/** For each step; the whole takes no longer than {@link TIMEOUT_MS}. */
const STEP_MS = 10_000;
const TIMEOUT_MS = 30_000;

/**
 * Sends a notice by SMTP. TLS is demanded and its certificate checked (1.2 at least), so that neither a
 * password nor a figure crosses a network in the clear; only a server on this machine is spoken to plainly.
 */
export async function sendEmail(
  { smtp, from, to }: EmailNotifier,
  notice: Notice,
  stopped: AbortSignal,
): Promise<DeliveryOutcome> {
  const server = readSmtpUrl(smtp);
  if (server === undefined) return failed("the notifier's smtp is no address of a mail server");
  const socket = new Socket();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const ended = AbortSignal.any([stopped, timeout]);
  const cut = (): void => void socket.destroy();
  ended.addEventListener("abort", cut, { once: true });
  if (ended.aborted) cut();
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.tls === "implicit",
    requireTLS: server.tls === "starttls",
    ignoreTLS: server.tls === "none",
    tls: { rejectUnauthorized: true, minVersion: "TLSv1.2" },
    ...(server.login !== undefined && {
      auth: { user: server.login.user, pass: server.login.password },
    }),
    socket,
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    // A body is text: nothing of it is ever read from a file or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    // Where every recipient is refused it throws.
    const { rejected } = await transport.sendMail({
      from: { name: "Headgate", address: from },
      to: [...to],
      messageId: `<${notice.id.replaceAll(/[^\w.-]/g, "-")}@${from.slice(from.indexOf("@") + 1)}>`,
      headers: { "auto-submitted": "auto-generated" },
      ...emailBody(notice),
    });
    return rejected.length === 0
      ? { kind: "delivered" }
      : {
          kind: "delivered",
          missed: `the mail server refused ${rejected.length} of ${to.length} recipients`,
        };
  } catch (error) {
    if (timeout.aborted) return failed(`the mail server took longer than ${TIMEOUT_MS / 1_000} s`);
    return failed(reasonOf(error));
  } finally {
    ended.removeEventListener("abort", cut);
    socket.destroy();
  }
}

/** What the fault means, without the server's own words: those can repeat addresses and user names. */
const faults: Readonly<Record<string, string>> = {
  EAUTH: "the mail server did not take the user and password",
  EDNS: "the mail server's name was not found",
  ETLS: "no trusted TLS connection with the mail server came about",
  ETIMEDOUT: "the mail server did not answer in time",
  EENVELOPE: "the mail server refused the sender or every recipient",
  EMESSAGE: "the mail server refused the message",
  ECONNECTION: "the connection with the mail server broke off",
  ESOCKET: "the mail server was not reached",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "the mail could not be sent";
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  const status =
    "responseCode" in error && typeof error.responseCode === "number"
      ? ` (status ${error.responseCode})`
      : "";
  return `${faults[code] ?? "the mail could not be sent"}: ${code}${status}`;
}
