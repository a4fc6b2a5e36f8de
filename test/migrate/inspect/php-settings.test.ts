import fc from 'fast-check';
import { expect, it } from 'vitest';
import { phpCalls, phpSettings, settingsMap } from '../../../src/migrate/inspect/php-settings.js';

it('reads constants, variables, properties and nested arrays, whatever the quotes', () => {
  const text = `<?php
    define( 'DB_NAME', 'situs' ); define("DB_PASS", "a\\"b\\$c");
    const URL = 'http://a.id/';
    $db['default'] = array('host' => 'localhost', 'failover' => array(), 'password' => 'it''s' );
    $db["lain"]['database'] = "x";
    class C { public $user = 'u'; public array $default = ['hostname' => 'h', 'port' => 3306]; }
    $konfig = ['a' => ['b' => 'c'], 'd' => getenv('X'), 'e' => 'f' . $g, 'on' => TRUE];
    return ['components' => ['db' => ['dsn' => 'mysql:host=a;dbname=b']]];`;
  expect(Object.fromEntries(settingsMap(text))).toMatchObject({
    DB_NAME: 'situs',
    DB_PASS: 'a"b$c',
    URL: 'http://a.id/',
    'db.default.host': 'localhost',
    'db.lain.database': 'x',
    user: 'u',
    'default.hostname': 'h',
    'default.port': '3306',
    'konfig.a.b': 'c',
    'konfig.on': 'true',
    'components.db.dsn': 'mysql:host=a;dbname=b',
  });
  expect(settingsMap(text).has('konfig.d')).toBe(false);
  expect(settingsMap(text).has('konfig.e')).toBe(false);
});

it('does not read comments, be they of one line or of many', () => {
  const text = `<?php // $a = 'no';\n# $b = 'no';\n/* $c = 'no'; */ $d = 'http://ya'; // 'x'`;
  expect(phpSettings(text)).toEqual([{ path: ['d'], value: 'http://ya' }]);
});

it('keeps a password with everything in it that bites', () => {
  const text = `<?php $p = 'a\\'b\\\\c"d$e #f //g'; $q = "Pasar#2014\\$'lama";`;
  expect(settingsMap(text).get('p')).toBe(`a'b\\c"d$e #f //g`);
  expect(settingsMap(text).get('q')).toBe(`Pasar#2014$'lama`);
});

it('puts variables and constants into calls', () => {
  const text = `<?php define('P', 's'); $h = "localhost"; $c['user'] = 'u';
    $db = new mysqli($h, $c['user'], P, getenv('DB'));`;
  expect(phpCalls(text, ['mysqli'])).toEqual([
    { name: 'mysqli', values: ['localhost', 'u', 's', undefined] },
  ]);
});

it('comes to an end on any text', () => {
  const piece = fc.constantFrom(
    "'",
    '"',
    '[',
    ']',
    '(',
    ')',
    '=>',
    '=',
    '$a',
    'array',
    ';',
    ',',
    '/*',
    '\\',
    'return',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      phpSettings(pieces.join(' '));
      phpCalls(pieces.join(''), ['array']);
    }),
  );
});
