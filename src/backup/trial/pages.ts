/** What a visitor would see of an app in a trial. */
import { request } from 'node:http';
import type { KeptService } from './kept-service.js';

export interface PageCheck {
  path: string;
  /** Status the inventory expects; absent: any below 500. */
  expected?: number;
  /** 0 when there was no answer. */
  status: number;
  title?: string;
  ok: boolean;
}

/** Milliseconds for one page. */
const patience = 30_000;
/** Bytes read of a page to find its title. */
const enough = 256 * 1024;

/**
 * Asks a web service for its health page and its first page.
 * @param address of its container
 */
export async function checkPages(web: KeptService, address: string): Promise<PageCheck[]> {
  const port = Number(variable(web, 'PORT') ?? 8080);
  const host = variable(web, 'HEALTH_HOST') ?? address;
  const [, script, path, status] = testOf(web);
  const health =
    script === 'induk-health' && path !== undefined ? [{ path, expected: Number(status) }] : [];
  const asked = health[0]?.path === '/' ? health : [...health, { path: '/' }];
  const checks: PageCheck[] = [];
  for (const page of asked) {
    const answer = await ask({ address, port, host, path: page.path });
    const expected = 'expected' in page ? page.expected : undefined;
    const ok =
      expected === undefined
        ? answer.status > 0 && answer.status < 500
        : answer.status === expected;
    checks.push({ ...page, ...answer, ok });
  }
  return checks;
}

function testOf({ health }: KeptService): string[] {
  const { Test } = health ?? {};
  return Array.isArray(Test) ? Test : [];
}

function variable({ env }: KeptService, key: string): string | undefined {
  return env.find((entry) => entry.startsWith(`${key}=`))?.slice(key.length + 1);
}

interface Question {
  address: string;
  port: number;
  host: string;
  path: string;
}

function ask({ address, port, host, path }: Question): Promise<{ status: number; title?: string }> {
  return new Promise((resolve) => {
    const call = request(
      { host: address, port, path, timeout: patience, headers: { Host: host } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          if (text.length < enough) text += chunk;
        });
        answer.on('end', () => {
          const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
          const found = title === undefined || title === '' ? {} : { title };
          resolve({ status: answer.statusCode ?? 0, ...found });
        });
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve({ status: 0 }));
    call.end();
  });
}
