/** Runs of induk that must end in a certain way. */
import { expect } from 'vitest';
import type { Run } from './induk.js';
import type { Site, SiteRun } from './site.js';

/** Runs induk and expects its exit code; all it said is told when it is another one. */
export async function expectRun(
  site: Site,
  code: number,
  args: string[],
  options: SiteRun = {},
): Promise<Run> {
  const result = await site.induk(args, options);
  expect(result.code, `induk ${args.join(' ')}\n${result.stderr}${result.stdout}`).toBe(code);
  return result;
}

/** The same with `--json`. @returns the data of the document, or its error */
export async function expectAnswer(
  site: Site,
  code: number,
  args: string[],
  options: SiteRun = {},
): Promise<Run['json']> {
  const { json } = await expectRun(site, code, [...args, '--json'], options);
  return code === 0 ? json.data : json.error;
}
