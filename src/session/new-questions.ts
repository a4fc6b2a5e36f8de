/** The questions of `induk new`; a flag answers its question. */
import type { Inventory } from '../inventory/model.js';
import { name as namePattern } from '../inventory/patterns.js';
import type { Island } from '../scaffold/islands.js';
import { requestOf } from '../scaffold/request/interview.js';
import { readRequest } from '../scaffold/request/read.js';
import type { NewAppWish, WrittenRequest } from './new.js';

export interface NewFlags {
  name?: string;
  opd?: string;
  server?: string;
  justification?: string;
  consideration?: string;
}

interface Question {
  message: string;
  flag: string;
  default?: string;
  validate?: (answer: string) => true | string;
}

export interface NewAsker {
  interactive: boolean;
  ask(question: Question): Promise<string>;
  choose(question: {
    message: string;
    flag: string;
    choices: { value: string; name?: string }[];
    default?: string;
  }): Promise<string>;
  words(code: string, args?: Record<string, string>): Promise<string>;
}

/** A request from a few answers, for who brings none. */
export async function askForRequest(asker: NewAsker): Promise<WrittenRequest> {
  const flag = '--request FILE';
  const ask = async (code: string, otherwise?: string) =>
    (await asker.ask({ message: await asker.words(code), flag, default: otherwise })).trim();
  const title = await ask('NEW048');
  const purpose = await askName(asker, 'NEW049', flag, slug(title));
  const subject = await ask('NEW050', 'Permohonan');
  const labels = (await ask('NEW051', 'Nama lengkap, NIK, Nomor HP, Keterangan'))
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');
  const choices = [
    { value: 'yes', name: await asker.words('NEW053') },
    { value: 'no', name: await asker.words('NEW054') },
  ];
  const answer = await asker.choose({ message: await asker.words('NEW052'), flag, choices });
  const isPublic = answer === 'yes';
  const text = requestOf({ title, function: purpose, subject, labels, isPublic });
  const { request } = readRequest({ path: 'request.yaml', text });
  if (request === undefined) throw new Error('the interview made an invalid request');
  return { request, text };
}

/** Name, agency and server of the app. */
export async function askForPlace(
  inventory: Inventory,
  { request }: WrittenRequest,
  flags: NewFlags,
  asker: NewAsker,
): Promise<Pick<NewAppWish, 'name' | 'opd' | 'server'>> {
  const opd = flags.opd ?? (await askAgency(inventory, asker));
  const name =
    flags.name ??
    (asker.interactive
      ? await askName(asker, 'NEW044', 'NAME', request.function)
      : request.function);
  return { opd, name, server: flags.server ?? (await askServer(inventory, asker)) };
}

async function askAgency({ agencies }: Inventory, asker: NewAsker): Promise<string> {
  const [first, second] = agencies;
  if (first !== undefined && second === undefined) return first.opd;
  const choices = agencies.map(({ opd, name }) => ({ value: opd, name: `${opd}  ${name}` }));
  return asker.choose({ message: await asker.words('NEW045'), flag: '--opd OPD', choices });
}

/** Only where the inventory has several and no default, and somebody is there to ask. */
async function askServer({ servers, apps }: Inventory, asker: NewAsker) {
  if (servers.length < 2 || !asker.interactive) return undefined;
  const choices = servers.map(({ name }) => ({
    value: name,
    name: `${name}  ${apps.filter(({ server }) => server === name).length} app(s)`,
  }));
  return asker.choose({ message: await asker.words('NEW046'), flag: '--server NAME', choices });
}

/** Why an island is made all the same, and with whose consent. */
export async function askAboutIslands(
  islands: Island[],
  flags: NewFlags,
  asker: NewAsker,
): Promise<Pick<NewAppWish, 'justification' | 'consideration'>> {
  const { justification, consideration } = flags;
  if (islands.length === 0) return { justification, consideration };
  const wrong = await asker.words('INV020', { key: 'spbe' });
  const ask = async (code: string, flag: string) =>
    asker.ask({
      message: await asker.words(code),
      flag,
      validate: (text) => text.trim().length >= 3 || wrong,
    });
  return {
    justification: justification ?? (await ask('NEW042', '--justification TEXT')),
    consideration: consideration ?? (await ask('NEW043', '--consideration NUMBER')),
  };
}

async function askName(asker: NewAsker, code: string, flag: string, otherwise: string) {
  const wrong = await asker.words('INV023', { value: '' });
  return asker.ask({
    message: await asker.words(code),
    flag,
    default: otherwise,
    validate: (text) => namePattern.test(text) || wrong,
  });
}

function slug(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 30);
  return words.replace(/-+$/, '');
}
