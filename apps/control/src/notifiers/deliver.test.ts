import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { type NotifierConfig, parseConfig } from "@headgate/contract";
import fc from "fast-check";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { deliver } from "./deliver.ts";
import { emailBody } from "./email-body.ts";
import { type MailServer, openMailServer } from "./mail-server.fixture.ts";
import type { Notice } from "./notice.ts";
import { openReceiver } from "./receiver.fixture.ts";

const running = new AbortController().signal;
const opened: Readonly<{ close(): Promise<void> }>[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const mailServer = async (options?: SMTPServerOptions): Promise<MailServer> => {
  const server = await openMailServer(options);
  opened.push(server);
  return server;
};
const email = (smtp: string): NotifierConfig => ({
  kind: "email",
  smtp,
  from: "headgate@example.com",
  to: ["ops@example.com", "finance@example.com"],
});
const notice = (changes: Partial<Notice> = {}): Notice => ({
  id: "m-1",
  subject: "Headgate: support-spend fires",
  parts: [
    {
      text: "Spend of <team> is $251.30 & above $250.00.",
      details: ["48210 calls"],
      link: "https://headgate.example.com/calls?team=a&from=b",
      mark: "bad",
    },
  ],
  payload: {},
  ...changes,
});

test("an e-mail reaches every recipient in plain text and in HTML, where nothing is markup", async () => {
  const server = await mailServer();

  expect(await deliver(notice(), email(`smtp://127.0.0.1:${server.port}`), running)).toEqual({
    kind: "delivered",
  });

  const [mail] = server.received;
  expect(mail?.to).toEqual(["ops@example.com", "finance@example.com"]);
  expect(mail?.source).toContain("Subject: Headgate: support-spend fires");
  expect(mail?.source).toContain("Message-ID: <m-1@example.com>");
  expect(mail?.source).toContain("Auto-Submitted: auto-generated");
  expect(mail?.source).toContain("Spend of <team> is $251.30 & above $250.00.");
  // Quoted-printable: long lines are cut, with "=" at the end.
  expect(mail?.source.replaceAll("=\r\n", "")).toContain(
    "Spend of &lt;team&gt; is $251.30 &amp; above",
  );
});

test("a user and password of the address open the server, and a wrong one is told without them", async () => {
  const server = await mailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === "ops@example.com" && password === "p/ss w:rd") {
        done(null, { user: username });
      } else done(new Error(`no such user ${username} with ${password}`));
    },
  });
  const address = (password: string) =>
    email(`smtp://ops%40example.com:${encodeURIComponent(password)}@127.0.0.1:${server.port}`);

  expect(await deliver(notice(), address("p/ss w:rd"), running)).toEqual({ kind: "delivered" });
  const refused = await deliver(notice(), address("wrong-secret"), running);

  expect(refused).toEqual({
    kind: "failed",
    reason: "the mail server did not take the user and password: EAUTH (status 535)",
    retryAfterMs: undefined,
  });
});

test("a certificate that nobody vouches for is refused, and nothing is said to its server", async () => {
  const server = await mailServer({ secure: true });

  const outcome = await deliver(
    notice(),
    email(`smtps://user:secret@localhost:${server.port}`),
    running,
  );

  expect(outcome).toMatchObject({ kind: "failed", reason: expect.stringMatching(/ETLS|ESOCKET/) });
  expect(server.received).toEqual([]);
});

test("who is refused beside others keeps nobody from having it, and is told", async () => {
  const server = await mailServer({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith("finance") ? new Error("no such mailbox") : null),
  });

  expect(await deliver(notice(), email(`smtp://127.0.0.1:${server.port}`), running)).toEqual({
    kind: "delivered",
    missed: "the mail server refused 1 of 2 recipients",
  });
});

test("a server that never answers is left as soon as the process stops", async () => {
  const silent = createServer(() => undefined);
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const stop = new AbortController();
  const accepted = once(silent, "connection");

  const sending = deliver(
    notice(),
    email(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`),
    stop.signal,
  );
  await accepted;
  stop.abort();

  expect(await sending).toMatchObject({ kind: "failed" });
  silent.close();
});

test("where no server is, that is the reason", async () => {
  const server = await openMailServer();
  await server.close();

  expect(await deliver(notice(), email(`smtp://127.0.0.1:${server.port}`), running)).toMatchObject({
    reason: "the mail server was not reached: ESOCKET",
  });
});

test("no text makes a second header", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (subject) => {
      expect(emailBody(notice({ subject })).subject).not.toMatch(/[\r\n\0]/);
    }),
  );
});

test("a subject with line ends stays one header on the wire", async () => {
  const server = await mailServer();
  const subject = "spend\r\nBcc: thief@example.com\r\n\r\nbody";

  await deliver(notice({ subject }), email(`smtp://127.0.0.1:${server.port}`), running);

  expect(server.received[0]?.to).toHaveLength(2);
  expect(server.received[0]?.source).not.toMatch(/^Bcc:/m);
});

test.each([
  ["120", 120_000],
  [new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
])("how long a receiver asks to wait is passed on: %s", async (header, expected) => {
  const receiver = await openReceiver();
  opened.push(receiver);
  receiver.answerWith(429, { "retry-after": header });

  const outcome = await deliver(notice(), { kind: "webhook", url: receiver.url }, running);

  if (outcome.kind !== "failed" || outcome.retryAfterMs === undefined) throw new Error("no wait");
  expect(Math.abs(outcome.retryAfterMs - expected)).toBeLessThan(60_000);
});

test("a notifier's mail server and addresses are checked with the configuration, and not quoted", () => {
  const read = (smtp: string, to = "ops@example.com") =>
    parseConfig(
      `notifiers:\n  mail: { kind: email, smtp: "${smtp}", from: a@example.com, to: ["${to}"] }\n`,
      {},
      "headgate.yaml",
    );

  expect(() => read("smtps://u:p@mail.example.com")).not.toThrow();
  for (const wrong of [
    "https://mail.example.com",
    "smtp://u@mail.example.com",
    "smtp://mail.example.com/path",
    "smtp://secret:%zz@mail.example.com",
  ]) {
    expect(() => read(wrong)).toThrow("notifiers.mail.smtp");
    expect(() => read(wrong)).not.toThrow("mail.example.com");
  }
  expect(() => read("smtp://mail.example.com", "ops@example.com\\nBcc: a@b.c")).toThrow("to.0");
});
