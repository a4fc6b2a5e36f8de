/** Officers of a generated app at their browsers: accounts and the way in. */
import type { Browser } from './browser.js';

const ownPassword = 'empat kata yang panjang';

/** Logs in and, the first time, chooses a password of one's own. */
export async function logIn(
  browser: Browser,
  url: string,
  name: string,
  password: string,
): Promise<void> {
  await browser.go(`${url}/masuk`);
  await browser.picture('masuk');
  await browser.fill('username', name);
  await browser.fill('password', password);
  await browser.press('Masuk');
  await browser.fill('old', password);
  await browser.fill('new', ownPassword);
  await browser.press('Simpan sandi');
}

/**
 * @param people role → user name
 * @returns role → first password
 */
export async function makeAccounts(
  admin: Browser,
  url: string,
  people: Record<string, string>,
): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const [role, username] of Object.entries(people)) {
    await admin.go(`${url}/petugas/pengguna`);
    await admin.fill('username', username);
    await admin.fill('name', `Uji ${username}`);
    await admin.fill('role', role);
    await admin.press('Tambah');
    made[role] = String(await admin.evaluate(`document.querySelector('.ticket').innerText`)).trim();
  }
  await admin.picture('pengguna');
  return made;
}

/** Opens a record by its ticket, from the list of its entity. */
export async function openRecord(browser: Browser, url: string, entity: string, ticket: string) {
  await browser.go(`${url}/petugas/data/${entity}`);
  await browser.press(ticket);
}

/** The value of the first thing that can be chosen in a list. */
export async function firstChoice(browser: Browser, name: string): Promise<string> {
  const place = `document.querySelector('[name=${name}] option:nth-of-type(2)').value`;
  return String(await browser.evaluate(place));
}
