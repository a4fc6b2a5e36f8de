import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import Docker from 'dockerode';
import { onTestFinished } from 'vitest';
import type { AuditRecord, Head } from '../../src/audit/record.js';
import type { AnchorStore } from '../../src/audit/swarm-anchor.js';
import type { Anchor } from '../../src/audit/verify.js';
import { connectLocal } from '../../src/server/local.js';
import { temporaryFolder } from '../secrets/workplace.js';

export { temporaryFolder };

/** This machine as the manager, and a path for its log. */
export async function manager() {
  const folder = await temporaryFolder();
  const connection = await connectLocal('pusat-1');
  onTestFinished(() => connection.close());
  return { connection, folder, path: join(folder, 'audit/audit.jsonl') };
}

/** An anchor in memory with the rule of the real one: it only moves on. */
export class MemoryAnchor implements AnchorStore {
  head: Anchor = 'none';

  async read(): Promise<Anchor> {
    return this.head;
  }

  async advance(head: Head): Promise<boolean> {
    if (typeof this.head !== 'object' || this.head.seq < head.seq) this.head = head;
    return true;
  }
}

export function record(change: Partial<AuditRecord> = {}): AuditRecord {
  return {
    time: '2025-03-01T08:00:00.000Z',
    operator: 'sari@kominfo',
    action: 'apply',
    outcome: 'ok',
    detail: {},
    version: '0.1.0',
    ...change,
  };
}

interface StoredConfig {
  ID: string;
  Version: { Index: number };
  Spec: { Name: string; Labels: Record<string, string>; Data: string };
}

/**
 * The engine's config endpoints with Swarm's rules: unique names, and an update only
 * of the version it names. Answers follow Docker Engine 20.10's.
 */
export async function engineWithConfigs() {
  const configs: StoredConfig[] = [];
  let index = 10;
  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', 'http://engine');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
    const answer = (status: number, data: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(data));
    };
    if (request.method === 'GET') return answer(200, configs);
    if (url.pathname.endsWith('/create')) {
      if (configs.some(({ Spec }) => Spec.Name === body.Name)) {
        return answer(409, { message: 'config already exists' });
      }
      configs.push({ ID: `id${++index}`, Version: { Index: index }, Spec: body });
      return answer(201, { ID: `id${index}` });
    }
    const found = configs.find(({ ID }) => url.pathname.includes(ID));
    if (!found || found.Version.Index !== Number(url.searchParams.get('version'))) {
      return answer(500, { message: 'rpc error: code = Unknown desc = update out of sequence' });
    }
    found.Version.Index = ++index;
    found.Spec.Labels = body.Labels;
    return answer(200, {});
  };
  const server = createServer(route);
  const socketPath = join(await temporaryFolder(), 'engine.sock');
  await new Promise<void>((done) => server.listen(socketPath, done));
  onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));
  return { docker: new Docker({ socketPath }), configs };
}
