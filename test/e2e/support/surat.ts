/** People of an office at the app of letters and dispositions: no citizen's page, three roles. */
import { Browser } from './browser.js';
import type { Service } from './izin.js';
import { firstChoice, logIn, makeAccounts, openRecord } from './officers.js';

export interface OfficeDay {
  /** What the head of the office reads last. */
  last: string;
  /** The sheet of disposition: a PDF, or a page to be printed. */
  letter: string;
  csv: string;
  /** What came of things that nobody may do, by name. */
  refused: Record<string, number>;
}

/** A letter's way from the post to the archive. */
export async function officeDay(service: Omit<Service, 'folder'>): Promise<OfficeDay> {
  const { url, password, address, pictures } = service;
  const open: Browser[] = [];
  const person = async (name: string, first: string): Promise<Browser> => {
    const browser = await Browser.open({ address, ...(pictures && { pictures }) });
    open.push(browser);
    await logIn(browser, url, name, first);
    return browser;
  };
  try {
    const admin = await person('admin', password);
    const people = { agendaris: 'ani', pimpinan: 'hendra', staf: 'tono' };
    const first = await makeAccounts(admin, url, people);
    const clerk = await person('ani', first.agendaris ?? '');
    const ticket = await register(clerk, url);
    const head = await person('hendra', first.pimpinan ?? '');
    await dispose(head, url, ticket);
    const staff = await person('tono', first.staf ?? '');
    await carryOut(staff, url);
    await openRecord(head, url, 'surat_masuk', ticket);
    await head.picture('surat');
    const last = await head.text();
    const link = `document.querySelector('a[href*="/surat/"]').getAttribute('href')`;
    const { body: letter } = await head.fetch(String(await head.evaluate(link)));
    const { body: csv } = await head.fetch('/petugas/data/disposisi/ekspor.csv');
    return { last, letter, csv, refused: await refusals(clerk, staff) };
  } finally {
    await Promise.all(open.map((browser) => browser.close()));
  }
}

/** @returns number of the letter in the agenda */
async function register(clerk: Browser, url: string): Promise<string> {
  await clerk.go(`${url}/petugas/data/pegawai/baru`);
  await fillAll(clerk, { nama: 'Tono Wijaya', nip: '197003151998032004', jabatan: 'Analis' });
  await clerk.press('Simpan');
  await clerk.go(`${url}/petugas/data/surat_masuk/baru`);
  await fillAll(clerk, {
    nomor_surat: '005/123/Setda',
    tanggal_surat: '2026-11-02',
    pengirim: 'Sekretariat Daerah',
    perihal: '=HYPERLINK("http://x") undangan rapat',
    sifat: 'segera',
    anggaran: '1.500.000',
    jumlah_lampiran: '2',
  });
  await clerk.press('Simpan');
  return String(await clerk.evaluate(`document.querySelector('h1').innerText`));
}

async function dispose(head: Browser, url: string, ticket: string): Promise<void> {
  await openRecord(head, url, 'surat_masuk', ticket);
  await head.fill('note', 'Wakili saya.');
  await head.press('Disposisikan');
  await head.go(`${url}/petugas/data/disposisi/baru`);
  await head.fill('surat', await firstChoice(head, 'surat'));
  await head.fill('penerima', await firstChoice(head, 'penerima'));
  await head.fill('instruksi', 'Hadiri dan laporkan.');
  await head.picture('disposisi');
  await head.press('Simpan');
}

async function carryOut(staff: Browser, url: string): Promise<void> {
  await staff.go(`${url}/petugas/data/disposisi`);
  await staff.go(String(await staff.evaluate(`document.querySelector('th a').href`)));
  await staff.press('Mulai kerjakan');
  await staff.fill('note', 'Sudah dihadiri.');
  await staff.press('Laporkan selesai');
}

async function fillAll(browser: Browser, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await browser.fill(name, value);
}

async function refusals(clerk: Browser, staff: Browser) {
  const status = async (browser: Browser, path: string) => (await browser.fetch(path)).status;
  return {
    'a disposition, by the clerk': await status(clerk, '/petugas/data/disposisi/baru'),
    'a letter, by the staff': await status(staff, '/petugas/data/surat_masuk/baru'),
    'an export, by the staff': await status(staff, '/petugas/data/disposisi/ekspor.csv'),
    'something sent in by a citizen': await status(clerk, '/ajukan/surat_masuk'),
  };
}
