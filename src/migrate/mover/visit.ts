/** Pages of the app asked as a visitor would, on both sides, over the link to the old host. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
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

/** An answer with what is needed to compare more than its head. */
export interface Heard extends Answer {
  location?: string;
  type: string;
  /** As much of the body as is kept, as UTF-8. */
  body: string;
  /** SHA-256 of the whole body. */
  digest: string;
}

export interface Visiting {
  host: OldHost;
  /** Folder of the job. */
  folder: string;
  held: HeldApp;
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

/**
 * The old web server's plain port, and its other one when it sends visitors there or has no plain one.
 * @returns the answer, and the name that it was asked by in the end
 * @throws Fault MIG269 when it does not answer
 */
export function askOldPage(visiting: Visiting, path: string): Promise<Heard & { name: string }> {
  return asVisitor(visiting, async (name, isSecure) => {
    if (!isSecure) {
      const socketPath = await socketTo(visiting, 'old-web', '127.0.0.1:80');
      return ask(request, { socketPath, path, name });
    }
    const socketPath = await socketTo(visiting, 'old-secure-web', '127.0.0.1:443');
    // It is the host whose key is known that is asked: its certificate may be old or its own.
    const options = { socketPath, servername: name, rejectUnauthorized: false };
    return ask(secureRequest, { ...options, path, name });
  });
}

/**
 * The same as anybody asks it, from here: what its owner has closed may be open to the host itself.
 * @throws Fault MIG269 when it does not answer
 */
export function askPublicPage(visiting: Visiting, path: string): Promise<Heard> {
  const host = visiting.host.server;
  return asVisitor(visiting, (name, isSecure) => {
    if (!isSecure) return ask(request, { host, port: 80, path, name });
    const options = { host, port: 443, servername: name, rejectUnauthorized: false };
    return ask(secureRequest, { ...options, path, name });
  });
}

/** Goes where the plain port sends visitors, as long as that is the app's own. */
async function asVisitor(
  visiting: Visiting,
  askBy: (name: string, isSecure: boolean) => Promise<Heard>,
): Promise<Heard & { name: string }> {
  const first = nameOf(visiting);
  const plain = await askBy(first, false).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'MIG269') return undefined;
    throw error;
  });
  if (plain === undefined) return { ...(await askBy(first, true)), name: first };
  const name = ownName(plain.location, visiting.held.web?.names ?? []);
  return name === undefined ? { ...plain, name: first } : { ...(await askBy(name, true)), name };
}

/** The one of an app's names to which a page sends visitors over TLS. */
export function ownName(
  location: string | undefined,
  names: readonly string[],
): string | undefined {
  const [, host] = /^https:\/\/([^/:?#]+)(?::443)?(?:[/?#]|$)/i.exec(location ?? '') ?? [];
  return names.find((name) => name === host?.toLowerCase());
}

/**
 * A page of an app in its container, asked as its proxy would.
 * @throws Fault MIG269 when it does not answer
 */
export function askContainer(
  visiting: Visiting,
  { host, port }: { host: string; port: number },
  path: string,
): Promise<Heard> {
  const name = nameOf(visiting);
  const headers = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': name };
  return ask(request, { host, port, path, name }, { headers });
}

/** @param name one of the app's, by which it is asked @throws Fault MIG269 */
export async function askNew(
  visiting: Visiting,
  path: string,
  { name = nameOf(visiting), ...wanted }: Wanted & { name?: string } = {},
): Promise<Heard> {
  const { to, authority } = visiting.held;
  const { hostname, port } = new URL(to);
  const socketPath = await socketTo(visiting, 'new-web', `${hostname}:${port || 443}`);
  const ca = [...rootCertificates, ...(authority === undefined ? [] : [authority])];
  const options = { socketPath, servername: name, ca, path, name };
  return ask(secureRequest, options, wanted);
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
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const agent = 'induk-migrate';
    const asked = by({
      ...options,
      method,
      timeout: patience,
      headers: { ...headers, Host: name, 'User-Agent': agent },
    });
    const fail = (error: Error): void =>
      reject(new Fault('MIG269', { page: options.path ?? '', reason: error.message }));
    asked.on('response', (response: IncomingMessage) => {
      hear(response).then(resolve, fail);
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${patience / 1000} s`)));
    asked.on('error', fail);
    asked.end(body);
  });
}

/** Bytes of a page that are kept: text that is longer is a list or a download. */
const enough = 2 << 20;

async function hear(response: IncomingMessage): Promise<Heard> {
  const { statusCode: status = 0, headers } = response;
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let kept = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (kept < enough) chunks.push(chunk);
    kept += chunk.length;
  }
  const body = Buffer.concat(chunks).toString('utf8', 0, enough);
  const { location } = headers;
  return {
    ...{ status, title: titleOf(body), type: headers['content-type'] ?? '', body },
    digest: hash.digest('hex'),
    ...(location === undefined ? {} : { location }),
  };
}

export function titleOf(page: string): string {
  const [, title = ''] = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(page.slice(0, 64 << 10)) ?? [];
  return title.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
}
