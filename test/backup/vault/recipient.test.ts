import { expect, test } from 'vitest';
import { withRecipient } from '../../../src/backup/vault/recipient.js';

const age = 'age1zksq8ys0rhsdlwrre5646d4999u99jd4vt9an4hqu0agdh6tn3kqxh6c5y';

test('a block gets a line of its own, everything else stays', () => {
  const text = `# yaml-language-server: $schema=x
site: kota        # the site
backup:
    # off site
    vault:
        server: brankas-1     # in the other building
        port: 8300
    # at night
    schedule: "02:00"
servers:   { }
`;
  expect(withRecipient(text, age)).toBe(
    text.replace('    vault:\n', `    recipient: ${age}\n    vault:\n`),
  );
});

test('flow maps get it inside their braces', () => {
  const text = 'backup: {vault: {server: brankas-1}, drill: weekly}   # note\nsite: kota\n';
  expect(withRecipient(text, age)).toBe(
    `backup: {vault: {server: brankas-1}, recipient: ${age}, drill: weekly}   # note\nsite: kota\n`,
  );
  expect(withRecipient('backup:\n  vault: {path: /srv/b}', age)).toBe(
    `backup:\n  recipient: ${age}\n  vault: {path: /srv/b}`,
  );
  const wide = 'backup: {\n  vault: {path: /srv/b}, # here\n  drill: weekly\n}\n';
  expect(withRecipient(wide, age)).toBe(
    `backup: {\n  vault: {path: /srv/b}, recipient: ${age}, # here\n  drill: weekly\n}\n`,
  );
});

test('a recipient that is there is replaced', () => {
  const text = `backup:\n  vault: {path: /srv/b}\n  recipient: "age1old" # once\n`;
  expect(withRecipient(text, age)).toBe(text.replace('"age1old"', age));
});

test('a file without a place for it is left alone', () => {
  for (const text of ['site: kota\n', 'backup:\n', 'backup: {}\n', 'backup: [vault]\n', '']) {
    expect(withRecipient(text, age), text).toBeUndefined();
  }
});
