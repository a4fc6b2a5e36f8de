/** Single functions: values, encryption, passwords, HTML, files. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import type { Field, FieldType } from '../src/definition.js';
import { decrypt, encrypt } from '../src/encryption.js';
import { mask, parseValue, showValue } from '../src/field-values.js';
import { checkFile, formatBytes } from '../src/files.js';
import { html } from '../src/html.js';
import { hashPassword, isPassword } from '../src/password.js';
import { normaliseTicket } from '../src/records.js';

function field(type: FieldType, more: Partial<Field> = {}): Field {
  return { name: 'isian', label: 'Isian', type, required: true, ...more };
}

/** The value, or undefined when the text was refused. */
function parsed(text: string, type: FieldType, more: Partial<Field> = {}) {
  const result = parseValue(text, field(type, more));
  return 'value' in result ? result.value : undefined;
}

test('texts are trimmed, counted and kept on one line', () => {
  assert.equal(parsed('  Siti  ', 'text'), 'Siti');
  assert.equal(parsed('a\nb', 'text'), undefined);
  assert.equal(parsed('a\r\nb', 'paragraph'), 'a\nb');
  assert.equal(parsed('abcd', 'text', { max: 3 }), undefined);
  assert.equal(parsed('a\u0000b', 'text'), undefined);
  assert.equal(parsed('', 'text'), undefined);
  assert.equal(parsed('', 'text', { required: false }), null);
});

test('numbers are read as Indonesians write them', () => {
  assert.equal(parsed('1.500.000', 'number'), 1_500_000);
  assert.equal(parsed('12,5', 'number'), 12.5);
  assert.equal(parsed('1.5', 'number'), undefined);
  assert.equal(parsed('1e9', 'number'), undefined);
  assert.equal(parsed('Rp 25.000', 'money'), 25_000);
  assert.equal(parsed('10,5', 'money'), undefined);
  assert.equal(parsed('3', 'number', { max: 2 }), undefined);
});

test('dates exist', () => {
  assert.equal(parsed('2026-02-28', 'date'), '2026-02-28');
  assert.equal(parsed('2026-02-30', 'date'), undefined);
  assert.equal(showValue(field('date'), '2026-08-17', new Map()), '17 Agustus 2026');
});

test('NIK and NIP have their digits and dates', () => {
  assert.equal(parsed('3171 2341 0890 0001', 'nik'), '3171234108900001');
  assert.equal(parsed('3171234108900', 'nik'), undefined);
  assert.equal(parsed('3171239908900001', 'nik'), undefined);
  assert.equal(parsed('19700315 199803 2 004', 'nip'), '197003151998032004');
  assert.equal(parsed('197013151998032004', 'nip'), undefined);
});

test('phone numbers are one whichever way they are written', () => {
  for (const text of ['0812-3456-7890', '+62 812 3456 7890', '62 81234567890']) {
    assert.equal(parsed(text, 'phone'), '+6281234567890');
  }
  assert.equal(parsed('12345', 'phone'), undefined);
});

test('choices and agreement are what was offered', () => {
  const choices = [{ value: 'a1', label: 'A' }];
  assert.equal(parsed('a1', 'choice', { choices }), 'a1');
  assert.equal(parsed('b1', 'choice', { choices }), undefined);
  assert.equal(parsed('', 'yesno'), undefined);
  assert.equal(parsed('', 'yesno', { required: false }), false);
});

test('masks hide all but enough to tell two apart', () => {
  assert.equal(mask('3171234108900001'), '31••••01');
  assert.equal(mask('warga@contoh.go.id'), 'w•••@contoh.go.id');
  assert.equal(mask('Ani'), '••••');
});

test('what is encrypted opens in its own place with its own key only', () => {
  const key = randomBytes(32);
  const sealed = encrypt('3171234108900001', 'permohonan.nik', key);
  assert.ok(!sealed.includes('3171'));
  assert.equal(decrypt(sealed, 'permohonan.nik', key), '3171234108900001');
  assert.throws(() => decrypt(sealed, 'permohonan.nama', key));
  assert.throws(() => decrypt(sealed, 'permohonan.nik', randomBytes(32)));
});

test('passwords are known by their hash, and unknown accounts are not', async () => {
  const hash = await hashPassword('rahasia sekali ini');
  assert.ok(await isPassword('rahasia sekali ini', hash));
  assert.ok(!(await isPassword('rahasia sekali itu', hash)));
  assert.ok(!(await isPassword('', undefined)));
});

test('every value in a page is escaped', () => {
  const name = `<script>alert("1")</script>'&`;
  assert.ok(!/[<"']script|alert\("/.test(html`${[name]}`.text));
  assert.equal(html`${false}${null}${undefined}${html`<b>${1}</b>`}`.text, '<b>1</b>');
});

test('files are what they are called', () => {
  const accept = field('file', { accept: ['pdf', 'jpg'], maxBytes: 100 });
  const check = (name: string, content: string | Buffer) =>
    'kind' in checkFile({ name, content: Buffer.from(content) }, accept);
  assert.ok(check('a.pdf', '%PDF-1.7'));
  assert.ok(check('a.JPEG', Buffer.from('ffd8ffe0', 'hex')));
  assert.ok(!check('a.pdf', '<?php system($_GET[1]);'));
  assert.ok(!check('a.php', '%PDF-1.7'));
  assert.ok(!check('a.pdf.html', '%PDF-1.7'));
  assert.ok(!check('a.png', Buffer.from('89504e470d0a1a0a', 'hex')));
  assert.ok(!check('a.pdf', `%PDF-${'x'.repeat(100)}`));
});

test('sizes are short, and nothing there is is nothing', () => {
  assert.deepEqual([18, 1536, 2_621_440].map(formatBytes), ['0,1 KB', '1,5 KB', '2,5 MB']);
});

test('ticket numbers forgive small letters and look-alikes', () => {
  assert.equal(normaliseTicket(' sip-26-7k4q-m2xo '), 'SIP-26-7K4Q-M2X0');
  assert.equal(normaliseTicket('SIL 26 ILOA 1234'), 'SIL-26-110A-1234');
});
