import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { Fault } from '../../fault.js';
import type { RepositoryAccess } from '../model.js';

/** Milliseconds in which a vault must answer its first request. */
const patience = 15_000;

/**
 * Asks a rest-server for the repository's first file before restic does, which itself would
 * try a dead address for a quarter of an hour. Other kinds of vaults are not asked.
 *
 * @throws Fault BAK014 login refused, BAK015 not reachable, BAK016 wrong certificate
 */
export async function reach(access: RepositoryAccess, signal?: AbortSignal): Promise<void> {
  if (!/^rest:https?:/.test(access.url)) return;
  const base = access.url.slice('rest:'.length);
  const url = new URL('config', base.endsWith('/') ? base : `${base}/`);
  const status = await statusOf(url, access, signal).catch((error: NodeJS.ErrnoException) => {
    signal?.throwIfAborted();
    const reason = error.code ?? error.message;
    const isCertificate = /CERT|SIGNED|ALTNAME|SSL|TLS|EPROTO/.test(reason);
    const args = { repository: access.url, command: 'connect', reason };
    throw new Fault(isCertificate ? 'BAK016' : 'BAK015', args, { cause: error });
  });
  if (status === 401 || status === 403) {
    throw new Fault('BAK014', { repository: access.url, command: 'connect', reason: `${status}` });
  }
}

function statusOf(url: URL, access: RepositoryAccess, signal?: AbortSignal): Promise<number> {
  const { user, login, certificate } = access;
  const request = url.protocol === 'https:' ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const options = {
      method: 'HEAD',
      timeout: patience,
      ...(certificate === undefined ? {} : { ca: certificate }),
      ...(user === undefined ? {} : { auth: `${user}:${login ?? ''}` }),
      ...(signal === undefined ? {} : { signal }),
    };
    const asked = request(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once('timeout', () => asked.destroy(new Error('timeout')));
    asked.once('error', reject);
    asked.end();
  });
}
