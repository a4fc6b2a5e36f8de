/** Pages of the app asked as a visitor would, on both sides, over the link to the old host. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { Fault } from '../../fault.js';
import type { HeldApp } from '../host/fence-plan.js';
import { identityFiles } from './identity.js';
import type { OldHost } from './old-host.js';

const run = promisify(execFile);

/** What is asked of the app before it is switched, as the inventory declares it. */
export interface Checks {
  /** Paths that both sides must answer with the same status and title. */
  pages: string[];
  /** A request that writes, which the new side must answer. */
  write?: WriteCheck;
}

export interface WriteCheck {
  path: string;
  method: 'POST' | 'PUT';
  /** Of a form, unless `type` says otherwise. */
  body?: string;
  type?: string;
  expect: number;
}

export interface Answer {
  status: number;
  title: string;
}

export interface Visiting {
  host: OldHost;
  /** Folder of the job. */
  folder: string;
  held: HeldApp;
}

/** @returns how many pages were compared @throws Fault MIG267 at the first that differs */
export async function comparePages(visiting: Visiting, { pages }: Checks): Promise<number> {
  for (const page of pages) {
    const [old, fresh] = await Promise.all([askOldPage(visiting, page), askNew(visiting, page)]);
    if (old.status === fresh.status && old.title === fresh.title) continue;
    const tell = ({ status, title }: Answer): string => `${status} “${title}”`;
    throw new Fault('MIG267', { page, old: tell(old), new: tell(fresh) });
  }
  return pages.length;
}

/** @throws Fault MIG268 when the new side answers with another status */
export async function checkWrite(
  visiting: Visiting,
  { path, method, body = '', type, expect }: WriteCheck,
): Promise<{ status: number }> {
  const headers = { 'Content-Type': type ?? 'application/x-www-form-urlencoded' };
  const { status } = await askNew(visiting, path, { method, headers, body });
  if (status !== expect) throw new Fault('MIG268', { path, status, expect });
  return { status };
}

interface Wanted {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** The old web server's plain port, and its other one when it sends visitors there. */
async function askOldPage(visiting: Visiting, path: string): Promise<Answer> {
  const name = nameOf(visiting);
  const plain = await socketTo(visiting, 'old-web', '127.0.0.1:80');
  const { answer, location } = await ask(request, { socketPath: plain, path, name });
  if (location === undefined || !location.startsWith(`https://${name}`)) return answer;
  const secure = await socketTo(visiting, 'old-secure-web', '127.0.0.1:443');
  // It is the host whose key is known that is asked: its certificate may be old or its own.
  const options = { socketPath: secure, servername: name, rejectUnauthorized: false };
  return (await ask(secureRequest, { ...options, path, name })).answer;
}

async function askNew(visiting: Visiting, path: string, wanted: Wanted = {}): Promise<Answer> {
  const { to, authority } = visiting.held;
  const { hostname, port } = new URL(to);
  const socketPath = await socketTo(visiting, 'new-web', `${hostname}:${port || 443}`);
  const name = nameOf(visiting);
  const ca = [...rootCertificates, ...(authority === undefined ? [] : [authority])];
  const options = { socketPath, servername: name, ca, path, name };
  return (await ask(secureRequest, options, wanted)).answer;
}

function nameOf({ held }: Visiting): string {
  const name = held.web?.names.find((each) => !each.includes('*'));
  if (name === undefined) throw new Fault('MIG104', { reason: 'no name to ask pages of' });
  return name;
}

/** A socket here that leads to a port as the old host reaches it. */
async function socketTo({ host, folder }: Visiting, name: string, to: string): Promise<string> {
  const socket = join(identityFiles(folder).folder, name);
  const ssh = (verb: string) =>
    run('ssh', ['-F', host.config, '-O', verb, '-L', `${socket}:${to}`, 'old']);
  await ssh('cancel').catch(() => {});
  await rm(socket, { force: true });
  await ssh('forward').catch((error: { stderr?: string }) => {
    throw host.lost(error.stderr ?? '');
  });
  return socket;
}

/** Milliseconds that a page may take. */
const patience = 20_000;

type Asking = RequestOptions & { servername?: string; name: string };

function ask(
  by: typeof request,
  { name, ...options }: Asking,
  { method = 'GET', headers = {}, body = '' }: Wanted = {},
): Promise<{ answer: Answer; location?: string }> {
  return new Promise((resolve, reject) => {
    const agent = 'induk-migrate';
    const asked = by({
      ...options,
      method,
      timeout: patience,
      headers: { ...headers, Host: name, 'User-Agent': agent },
    });
    asked.on('response', (response: IncomingMessage) => {
      const { statusCode: status = 0, headers: told } = response;
      titleIn(response).then(
        (title) =>
          resolve({
            answer: { status, title },
            ...(told.location === undefined ? {} : { location: told.location }),
          }),
        reject,
      );
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${patience / 1000} s`)));
    asked.on('error', (error) =>
      reject(new Fault('MIG269', { page: options.path ?? '', reason: error.message })),
    );
    asked.end(body);
  });
}

/** Only the head of a page is kept: a title stands there. */
async function titleIn(response: IncomingMessage): Promise<string> {
  let head = '';
  for await (const chunk of response.setEncoding('utf8')) {
    if (head.length < 64 << 10) head += chunk as string;
  }
  return titleOf(head);
}

export function titleOf(page: string): string {
  const [, title = ''] = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(page) ?? [];
  return title.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
}
