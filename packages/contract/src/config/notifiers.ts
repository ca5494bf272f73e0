import { z } from "zod";
import { configName } from "./config-name.ts";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Plain HTTP stays on this machine, and what an address needs to be let in stands in it, not before an @. */
export const secureAddress = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { protocol, hostname, username, password } = new URL(text);
    return username === "" && password === "" && (protocol === "https:" || LOOPBACK.test(hostname));
  }, "expected an https address without a user name, or http on this machine");

const notifierAddress = secureAddress.meta({
  description: "The only address that is called; usually ${NAME} from the environment.",
});

/** A mail server as its address says it. */
export type SmtpServer = Readonly<{
  host: string;
  port: number;
  /** `implicit`: TLS from the first byte; `starttls`: demanded before anything is said; `none`: this machine. */
  tls: "implicit" | "starttls" | "none";
  login: Readonly<{ user: string; password: string }> | undefined;
}>;

/**
 * Reads `smtps://user:password@host:465` or `smtp://user:password@host:587`. Parts are percent-encoded.
 * @returns undefined when it is no such address
 */
export function readSmtpUrl(text: string): SmtpServer | undefined {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (hostname === "" || !["", "/"].includes(pathname) || search !== "" || hash !== "") {
    return undefined;
  }
  const isImplicit = protocol === "smtps:";
  const user = decoded(username);
  const secret = decoded(password);
  if (user === undefined || secret === undefined || (user === "") !== (secret === "")) {
    return undefined;
  }
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (isImplicit ? 465 : 587) : Number(port),
    tls: isImplicit ? "implicit" : LOOPBACK.test(hostname) ? "none" : "starttls",
    login: user === "" ? undefined : { user, password: secret },
  };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not percent-encoded: the address as a whole is refused, with what it should be.
    return undefined;
  }
}

/** An address alone, without a name or markup: what stands here is what the server is told. */
const mailbox = z.email("expected an address such as ops@example.com").max(254);

const email = z.strictObject({
  kind: z.literal("email").meta({ description: "A message by SMTP, in plain text and HTML." }),
  smtp: z
    .string()
    .max(2_000)
    .refine(
      (text) => readSmtpUrl(text) !== undefined,
      "expected smtps://user:password@host:465 or smtp://user:password@host:587, with user and password percent-encoded",
    )
    .meta({
      description:
        "The mail server, usually ${NAME} from the environment. smtps: TLS from the start; smtp: STARTTLS is demanded, except on this machine.",
    }),
  from: mailbox.meta({ description: "The sender's address." }),
  to: z.array(mailbox).min(1).max(50).meta({ description: "Who gets it." }),
});

export const notifiersSchema = z
  .record(
    configName,
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("webhook").meta({ description: "The message as JSON, by POST." }),
        url: notifierAddress,
      }),
      z.strictObject({
        kind: z.literal("slack").meta({ description: "An incoming webhook of Slack." }),
        url: notifierAddress,
      }),
      email,
    ]),
  )
  .default({});
export type NotifierConfig = z.output<typeof notifiersSchema>[string];
export const notifierKinds = [
  "webhook",
  "slack",
  "email",
] as const satisfies readonly NotifierConfig["kind"][];
