/** Requests to one server's proxy, whatever the names would resolve to. */
import * as http from 'node:http';
import * as https from 'node:https';
import { connect } from 'node:tls';

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface RequestOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds. */
  timeout?: number;
  agent?: http.Agent;
  /** Plain HTTP to port 80 instead of HTTPS to 443. */
  plain?: boolean;
}

/**
 * Asks the proxy at `address` for `path` of `domain`: SNI and Host say the domain, the certificate
 * is not verified, redirects are not followed.
 */
export function ask(
  address: string,
  domain: string,
  path = '/',
  options: RequestOptions = {},
): Promise<Answer> {
  const { method = 'GET', body, timeout = 15_000, agent, plain = false } = options;
  return new Promise((resolve, reject) => {
    const common = {
      host: address,
      path,
      method,
      timeout,
      agent,
      headers: { Host: domain, ...options.headers },
    };
    const request = plain
      ? http.request({ ...common, port: 80 })
      : https.request({ ...common, port: 443, servername: domain, rejectUnauthorized: false });
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer in ${timeout} ms`)));
    request.on('error', reject);
    request.end(body);
  });
}

/** Asks until the answer passes, as a person reloads a page; fails with the last answer. */
export async function askUntil(
  passes: (answer: Answer) => boolean,
  ...[address, domain, path, options]: Parameters<typeof ask>
): Promise<Answer> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await ask(address, domain, path, options).catch(
      (error: Error): Answer => ({ status: 0, headers: {}, body: error.message }),
    );
    if (passes(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`${domain}${path} at ${address}: ${answer.status} ${answer.body}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export interface Load {
  /** Stops and tells what happened. */
  stop: () => Promise<{ answered: number; failed: string[]; bodies: Set<string> }>;
}

/** Two visitors with keep-alive who ask again and again, until stopped. */
export function load(address: string, domain: string, path = '/'): Load {
  let goesOn = true;
  const failed: string[] = [];
  const bodies = new Set<string>();
  let answered = 0;
  const visitor = async () => {
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
    while (goesOn) {
      try {
        const { status, body } = await ask(address, domain, path, { agent });
        if (status === 200) bodies.add(body);
        else failed.push(`${status} ${body.slice(0, 80)}`);
        answered += 1;
      } catch (error) {
        failed.push(String(error));
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    agent.destroy();
  };
  const visitors = [visitor(), visitor()];
  return {
    stop: async () => {
      goesOn = false;
      await Promise.all(visitors);
      return { answered, failed, bodies };
    },
  };
}

/** Who vouches for the certificate that a server shows for a name; undefined: it shows none. */
export function issuerOf(address: string, domain: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { host: address, port: 443, servername: domain, rejectUnauthorized: false };
    const socket = connect(options, () => {
      resolve(socket.getPeerCertificate().issuer.CN as string);
      socket.destroy();
    });
    socket.on('error', () => resolve(undefined));
  });
}
