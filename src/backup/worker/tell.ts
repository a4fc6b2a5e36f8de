/** Ways in which people are told, whatever of. */
import { spawn } from 'node:child_process';
import type { Alarm, Notify } from '../model.js';
import { ownImage } from './engine.js';

/** Milliseconds that a notice may take. */
const patience = 30_000;

/** What a webhook is sent and a command reads from standard input, as JSON. */
export interface Notice {
  formatVersion: 1;
  site: string;
  server: string;
  /** What happened, in words, for chats and mails; its first line is a mail's subject. */
  text: string;
}

/**
 * Tells people in the ways the inventory names.
 * @returns an alarm BAK022 for each way that failed
 */
export async function tell({ webhook, mail, command }: Notify, notice: Notice): Promise<Alarm[]> {
  const json = JSON.stringify(notice);
  const ways: [string, Promise<void>][] = [
    ...(webhook === undefined ? [] : [['webhook', post(webhook, json)] as [string, Promise<void>]]),
    ...(mail === undefined
      ? []
      : [['mail', onHost(['sendmail', '-t'], mailOf(mail, notice))] as [string, Promise<void>]]),
    ...(command === undefined
      ? []
      : [['command', onHost(command, json)] as [string, Promise<void>]]),
  ];
  const alarms = await Promise.all(
    ways.map(([way, sent]) =>
      sent.then(
        () => [],
        (error: Error) => [{ code: 'BAK022', args: { way, reason: error.message.slice(0, 200) } }],
      ),
    ),
  );
  return alarms.flat();
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(patience),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
}

function mailOf(to: string, { text }: Notice): string {
  const [subject = ''] = text.split('\n');
  const head = [
    `To: ${to}`,
    `Subject: [induk] ${subject}`,
    'Content-Type: text/plain; charset=utf-8',
  ];
  return `${head.join('\n')}\n\n${text}\n`;
}

/**
 * Runs a program of the server itself, which alone has its mailer and its scripts: a container
 * of this same image enters the namespaces of the machine's first process.
 */
async function onHost(argv: string[], stdin: string): Promise<void> {
  const image = await ownImage();
  if (image === undefined) throw new Error('not in a container');
  await run(
    'docker',
    [
      ...['run', '--rm', '--interactive', '--pid=host', '--network=none'],
      ...['--cap-add=SYS_ADMIN', '--cap-add=SYS_PTRACE', '--cap-add=SYS_CHROOT'],
      ...['--security-opt=apparmor=unconfined', '--security-opt=seccomp=unconfined'],
      ...['--entrypoint=nsenter', image],
      ...['--target=1', '--mount', '--uts', '--ipc', '--net', '--', ...argv],
    ],
    stdin,
  );
}

function run(program: string, args: string[], stdin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], timeout: patience });
    let messages = '';
    child.stderr.on('data', (chunk: Buffer) => {
      messages = (messages + chunk.toString('utf8')).slice(-500);
    });
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(messages.trim() || `exit status ${code}`)),
    );
  });
}
