import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { Findings } from '../../src/migrate/inspect/model.js';
import { paint } from '../../src/terminal/colour.js';
import { renderFindings } from '../../src/terminal/inspect.js';
import { displayWidth } from '../../src/terminal/width.js';
import { recorded } from '../migrate/inspect/recorded.js';

const findings = async (): Promise<Findings> => (await recorded('bullseye')).findings;

it('fits the terminal, codes and next steps included', async () => {
  const text = renderFindings(await findings(), { lang: 'en', paint: paint(false), width: 90 });
  expect(text).toContain('codeigniter 3.1.11');
  expect(text).toMatch(/warn {3}MIG110 dumps or old copies/);
  expect(text.split('\n').filter((line) => displayWidth(line) > 90)).toEqual([]);
});

it('speaks Indonesian', async () => {
  const text = renderFindings(await findings(), { lang: 'id', paint: paint(false) });
  expect(text).toContain('APLIKASI');
  expect(text).toContain('awas');
});

it('lets nothing from the host move the cursor or colour the screen', async () => {
  const seen = await findings();
  const [app] = seen.apps;
  if (app === undefined) throw new Error('no app was recorded');
  app.path = '/srv/\u001b[31mmerah\u0007\r\n';
  app.jobs[0] = { in: 'crontab of a', run: 'echo \u001b]0;judul\u0007' };
  seen.otherSites.push({ names: ['\u001b[2J'], file: '/a', kind: 'redirect', detail: '\u009b1A' });
  seen.host.name = '\u001b[2Jlama';
  const text = renderFindings(seen, { lang: 'en', paint: paint(false) });
  expect(stripVTControlCharacters(text)).toBe(text);
  expect(text).toContain('/srv/�[31mmerah');
});
