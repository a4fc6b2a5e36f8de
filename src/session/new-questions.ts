/** The questions of `induk new`; a flag answers its question. */
import type { Inventory } from '../inventory/model.js';
import { name as namePattern } from '../inventory/patterns.js';
import type { Island } from '../scaffold/islands.js';
import {
  type AnswerFault,
  labelsFault,
  labelsOf,
  requestOf,
  wordsFault,
} from '../scaffold/request/interview.js';
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
  validate?: (answer: string) => Promise<true | string>;
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
  words(code: string, args?: AnswerFault['args']): Promise<string>;
}

/** A request from a few answers, for who brings none. Each is right before the next is asked. */
export async function askForRequest(asker: NewAsker): Promise<WrittenRequest> {
  const flag = '--request FILE';
  const ask = (code: string, fault: FaultOf, otherwise?: string) =>
    askRight(asker, { code, flag, fault, otherwise });
  const title = await ask('NEW048', wordsFault);
  const purpose = await ask('NEW049', nameFault, slug(title));
  const subject = await ask('NEW050', wordsFault, 'Permohonan');
  const answered = await ask(
    'NEW051',
    (text) => labelsFault(labelsOf(text)),
    'Nama lengkap, NIK, Nomor HP, Keterangan',
  );
  const labels = labelsOf(answered);
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
  const free = (text: string) => nameFault(text) ?? takenFault(inventory, opd, text);
  const question = { code: 'NEW044', flag: 'NAME', fault: free, otherwise: request.function };
  const name =
    flags.name ?? (asker.interactive ? await askRight(asker, question) : request.function);
  return { opd, name, server: flags.server ?? (await askServer(inventory, asker)) };
}

async function askAgency({ agencies }: Inventory, asker: NewAsker): Promise<string> {
  const [first, second] = agencies;
  if (first !== undefined && second === undefined) return first.opd;
  const choices = agencies.map(({ opd, name }) => ({ value: opd, name: `${opd}  ${name}` }));
  return asker.choose({ message: await asker.words('NEW045'), flag: '--opd OPD', choices });
}

/** Only where the inventory has several and no default, and somebody is there to ask. */
async function askServer({ servers, apps, site }: Inventory, asker: NewAsker) {
  if (servers.length < 2 || site.defaultServer !== undefined || !asker.interactive)
    return undefined;
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
  const ask = (code: string, flag: string) => askRight(asker, { code, flag, fault: reasonFault });
  return {
    justification: justification ?? (await ask('NEW042', '--justification TEXT')),
    consideration: consideration ?? (await ask('NEW043', '--consideration NUMBER')),
  };
}

type FaultOf = (answer: string) => AnswerFault | undefined;

interface Wanted {
  code: string;
  flag: string;
  fault: FaultOf;
  otherwise?: string;
}

/** An answer without spaces around it, in which nothing is wrong. */
async function askRight(asker: NewAsker, { code, flag, fault, otherwise }: Wanted) {
  const answer = await asker.ask({
    message: await asker.words(code),
    flag,
    default: otherwise,
    validate: async (text) => {
      const found = fault(text.trim());
      return found === undefined || asker.words(found.code, found.args);
    },
  });
  return answer.trim();
}

function nameFault(value: string): AnswerFault | undefined {
  return namePattern.test(value) ? undefined : { code: 'NEW037', args: { value } };
}

function takenFault({ apps }: Inventory, opd: string, name: string): AnswerFault | undefined {
  const taken = apps.find(({ id }) => id === `${opd}/${name}`);
  return taken && { code: 'NEW031', args: { app: taken.id, title: taken.title } };
}

function reasonFault(text: string): AnswerFault | undefined {
  return text.length < 3 ? { code: 'NEW038', args: {} } : wordsFault(text);
}

/** A name from words; empty when they give none. */
function slug(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 30)
    .replace(/-+$/, '');
  return namePattern.test(words) ? words : '';
}
