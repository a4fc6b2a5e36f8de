/** The proxy's real image with upstreams beside it, and requests as browsers send them. */
import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildImage, docker, fileIn, inside, until } from '../images/support/engine.js';

export interface Ask {
  host: string;
  path?: string;
  method?: string;
  body?: Buffer;
  headers?: Record<string, string>;
  /** Certificate authority that must have signed; absent: any certificate will do. */
  ca?: string;
  plain?: boolean;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As they came, so that a header sent twice is seen. */
  rawHeaders: string[];
  body: string;
  /** Names in the server's certificate. */
  names: string;
}

const upstream = readFileSync(join(import.meta.dirname, 'upstream.pl'), 'utf8');
export const adminSocket = 'unix//run/caddy/admin.sock';

/** One proxy, its network and its upstreams, with names nobody else has. */
export class RunningProxy {
  readonly id = `induk-test-proxy-${process.pid}-${Date.now().toString(36)}`;
  readonly container = `${this.id}-proxy`;
  readonly #containers: string[] = [];
  image = '';

  async start(): Promise<void> {
    this.image = await buildImage({ recipe: 'caddy' });
    await docker('network', 'create', this.id);
    await this.add('proxy', ['-p', '127.0.0.1::8080', '-p', '127.0.0.1::8443', this.image]);
    await until('the proxy answers', () => this.ask({ host: 'x.test', plain: true }));
  }

  /** Starts a container on the proxy's network. */
  async add(name: string, args: string[]): Promise<string> {
    const container = `${this.id}-${name}`;
    this.#containers.push(container);
    await docker('run', '-d', '--init', '--name', container, '--network', this.id, ...args);
    return container;
  }

  /** Starts what stands for an app's tasks: the name Swarm gives them leads there. */
  async addUpstream(engineName: string): Promise<string> {
    const alias = ['--network-alias', `tasks.${engineName}`];
    return this.add(engineName, [...alias, 'debian:trixie-slim', 'perl', '-e', upstream]);
  }

  /** Loads a configuration the way induk does. @returns what Caddy said, empty when it took it */
  async load(config: unknown): Promise<string> {
    const argv = ['caddy', 'reload', '--config', '-', '--address', adminSocket];
    const { exitCode, all } = await inside(this.container, argv, { input: JSON.stringify(config) });
    return exitCode === 0 ? '' : (all ?? 'failed');
  }

  /** What `caddy validate` says in a container of its own. */
  async validate(config: unknown): Promise<{ exitCode?: number; all?: string }> {
    const argv = ['run', '-i', '--rm', this.image, 'validate', '--config', '-'];
    return execa('docker', argv, { input: JSON.stringify(config), reject: false, all: true });
  }

  async ask({ host, path = '/', method = 'GET', body, headers, ca, plain }: Ask): Promise<Answer> {
    const port = await this.port(plain ? 8080 : 8443);
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method,
      headers: {
        host,
        cookie: 'sesi=kue',
        ...headers,
        ...(body === undefined ? {} : { 'content-length': body.length }),
      },
      servername: host.split(':')[0] as string,
      ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
      agent: false as const,
    };
    return new Promise((resolve, reject) => {
      const sent = plain ? plainRequest(options) : tlsRequest(options);
      sent.on('error', reject);
      sent.on('response', (response) => {
        const socket = response.socket as {
          getPeerCertificate?: () => { subjectaltname?: string };
        };
        const names = socket.getPeerCertificate?.().subjectaltname ?? '';
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            rawHeaders: response.rawHeaders,
            body: Buffer.concat(chunks).toString(),
            names,
          }),
        );
      });
      sent.end(body);
    });
  }

  /** Repeats a request until its answer has a status: certificates are made in the background. */
  async askUntil(status: number, ask: Ask): Promise<Answer> {
    return until(`${ask.host}${ask.path ?? ''} answers ${status}`, async () => {
      const answer = await this.ask(ask);
      if (answer.status !== status) throw new Error(`${answer.status} ${answer.body}`);
      return answer;
    });
  }

  async port(inner: number): Promise<number> {
    const line = (await docker('port', this.container, `${inner}/tcp`)).split('\n')[0] ?? '';
    return Number(line.split(':').at(-1));
  }

  file(path: string): Promise<string> {
    return fileIn(this.container, path);
  }

  async stop(): Promise<void> {
    if (this.#containers.length > 0) await docker('rm', '-fv', ...this.#containers);
    await docker('network', 'rm', this.id);
  }
}
