import { describe, expect, it } from 'vitest';
import { type FoundEvent, splitEvents, wakeSql } from '../../../src/migrate/database/events.js';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const line = (name: string, status: string, definer = 'tagih@%'): string =>
  `-- event\t${hex(name)}\t${hex(definer)}\t${status}\tlatin1\tlatin1_bin\n`;
const event = (name: string, status: string): FoundEvent => ({
  ...{ name, status, definer: 'tagih@%' },
  speaks: ['latin1', 'latin1_bin'],
});

describe('events that came as changes', () => {
  it('are told apart from what else is asked', () => {
    expect(splitEvents(`${line('malam', 'ENABLED')}table\t'buku'\n`)).toEqual([
      [event('malam', 'ENABLED')],
      "table\t'buku'\n",
    ]);
  });

  it.each([
    ['ENABLED', 'SLAVESIDE_DISABLED', 'ALTER DEFINER = `tagih`@`%` EVENT `app`.`a``b` ENABLE;\n'],
    ['DISABLED', 'SLAVESIDE_DISABLED', 'ALTER DEFINER = `tagih`@`%` EVENT `app`.`a``b` DISABLE;\n'],
    ['SLAVESIDE_DISABLED', 'SLAVESIDE_DISABLED', ''],
    ['ENABLED', 'ENABLED', ''],
  ])('run as they do on the old side: %s, here %s', (there, here, sql) => {
    const spoken = 'SET character_set_client = latin1, collation_connection = latin1_bin;\n';
    expect(wakeSql('app', [event('a`b', there)], [event('a`b', here)])).toBe(
      sql === '' ? '' : `${spoken}${sql}`,
    );
  });

  it('keep no character set that their own name could not be told in', () => {
    const sql = wakeSql('app', [event('é', 'ENABLED')], [event('é', 'SLAVESIDE_DISABLED')]);
    expect(sql).toMatch(/^SET character_set_client = utf8mb4, .*;\nALTER .* `app`.`é` ENABLE;\n$/);
  });
});
