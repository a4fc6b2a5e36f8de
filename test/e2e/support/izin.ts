/** People at the licence service of the example request, each at a browser of their own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.js';
import { firstChoice, logIn, makeAccounts, openRecord } from './officers.js';

export interface Service {
  address: string;
  /** `https://izin.uji.test` */
  url: string;
  /** Of the account `admin`, at its first use. */
  password: string;
  /** Folder for files that are handed in. */
  folder: string;
  pictures?: string;
}

export interface Journey {
  ticket: string;
  /** What the citizen read last. */
  last: string;
  /** The letter that the citizen fetches: a PDF, or a page to be printed. */
  letter: string;
  /** The office's export, as text. */
  csv: string;
  /** What came of things that nobody may do, by name. */
  refused: Record<string, number>;
}

/** From an empty service to a licence in a citizen's hands. */
export async function journey(service: Service): Promise<Journey> {
  const open: Browser[] = [];
  const person = async (): Promise<Browser> => {
    const { address, pictures } = service;
    const browser = await Browser.open({ address, ...(pictures && { pictures }) });
    open.push(browser);
    return browser;
  };
  try {
    return await play(service, person);
  } finally {
    await Promise.all(open.map((browser) => browser.close()));
  }
}

async function play(service: Service, person: () => Promise<Browser>): Promise<Journey> {
  const { url, password } = service;
  const admin = await person();
  await logIn(admin, url, 'admin', password);
  const people = { petugas: 'sari', verifikator: 'budi', kepala: 'ratna' };
  const passwords = await makeAccounts(admin, url, people);
  const officer = await person();
  await logIn(officer, url, 'sari', passwords.petugas ?? '');
  await addPlace(officer, url);
  const citizen = await person();
  const ticket = await apply(citizen, service);
  await move(officer, url, ticket, 'Terima dan periksa', 'petugas');
  const verifier = await person();
  await logIn(verifier, url, 'budi', passwords.verifikator ?? '');
  await move(verifier, url, ticket, 'Setujui');
  const head = await person();
  await logIn(head, url, 'ratna', passwords.kepala ?? '');
  await move(head, url, ticket, 'Terbitkan');
  await citizen.go(`${url}/status/${ticket}`);
  await citizen.picture('status');
  const last = await citizen.text();
  const href = `document.querySelector('main a.button').getAttribute('href')`;
  const { body: letter } = await citizen.fetch(String(await citizen.evaluate(href)));
  await head.go(`${url}/petugas/data/permohonan`);
  await head.picture('daftar');
  await head.narrow();
  await head.go(`${url}/petugas/data/permohonan`);
  await head.picture('daftar-ponsel');
  await openRecord(head, url, 'permohonan', ticket);
  await head.picture('data-ponsel');
  const { body: csv } = await head.fetch('/petugas/data/permohonan/ekspor.csv');
  return { ticket, last, letter, csv, refused: await refusals(citizen, officer, verifier) };
}

async function addPlace(officer: Browser, url: string): Promise<void> {
  await officer.go(`${url}/petugas/data/fasilitas/baru`);
  await officer.fill('nama', 'Puskesmas Sukamaju');
  await officer.fill('jenis', 'puskesmas');
  await officer.fill('alamat', 'Jalan Merdeka 1');
  await officer.press('Simpan');
}

/** @returns the ticket's number */
async function apply(citizen: Browser, { url, folder }: Service): Promise<string> {
  const pdf = join(folder, 'str.pdf');
  const photo = join(folder, 'foto.png');
  writeFileSync(pdf, '%PDF-1.4\n%uji\n%%EOF\n');
  writeFileSync(photo, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await citizen.narrow();
  await citizen.go(`${url}/`);
  await citizen.picture('beranda-ponsel');
  await citizen.press('Ajukan sekarang');
  await citizen.press('Kirim');
  await citizen.picture('formulir-salah-ponsel');
  const values = {
    jenis: 'baru',
    profesi: 'bidan',
    nama: `Dewi <script>alert(1)</script> Lestari`,
    nik: '3171234108900001',
    telepon: '0812 3456 7890',
    nomor_str: 'STR-2026-001',
    berlaku_str: '2030-12-31',
    setuju: 'ya',
  };
  for (const [name, value] of Object.entries(values)) await citizen.fill(name, value);
  await citizen.fill('fasilitas', await firstChoice(citizen, 'fasilitas'));
  await citizen.attach('berkas_str', pdf);
  await citizen.attach('pas_foto', photo);
  await citizen.press('Kirim');
  await citizen.picture('tiket-ponsel');
  const ticket = /\/status\/([^?]+)/.exec(await citizen.url())?.[1];
  if (ticket === undefined) throw new Error(`no ticket on:\n${await citizen.text()}`);
  return ticket;
}

async function move(browser: Browser, url: string, ticket: string, act: string, picture?: string) {
  await openRecord(browser, url, 'permohonan', ticket);
  if (picture !== undefined) await browser.picture(picture);
  await browser.press(act);
}

/** What each of them tries beyond their rights. */
async function refusals(citizen: Browser, officer: Browser, verifier: Browser) {
  const status = async (browser: Browser, path: string) => (await browser.fetch(path)).status;
  return {
    'the accounts, by an officer': await status(officer, '/petugas/pengguna'),
    'an export, by an officer without that right': await status(
      officer,
      '/petugas/data/permohonan/ekspor.csv',
    ),
    'a new place, by the verifier': await status(verifier, '/petugas/data/fasilitas/baru'),
    'a record that is not there': await status(officer, '/petugas/data/permohonan/999999'),
    'another ticket': await status(citizen, '/status/SIP-2026-AAAAAAAA'),
  };
}
