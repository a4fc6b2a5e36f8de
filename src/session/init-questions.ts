/** The questions of `induk init`; a flag answers its question, its value is checked the same. */
import { z } from 'zod';
import { exitCodes, Fault } from '../fault.js';
import { opd, server, site } from '../inventory/schema.js';
import type { InventoryAnswers } from '../inventory/template.js';

export interface InitFlags {
  site?: string;
  title?: string;
  domain?: string;
  address?: string;
  server?: string;
  user?: string;
  port?: number;
  'host-key'?: string;
  tls?: string;
  email?: string;
  opd?: string;
  'opd-name'?: string;
}

export interface Asker {
  /** Without a terminal only what has no default is asked, which fails naming the flag. */
  interactive: boolean;
  ask(question: {
    message: string;
    flag: string;
    default?: string;
    validate: (answer: string) => true | string;
  }): Promise<string>;
  /** The words for a code: its text, and what to do next when there is such. */
  say(code: string, args?: Record<string, string>): string;
}

interface Ask {
  given: string | undefined;
  /** Code of the question's words. */
  code: string;
  flag: string;
  schema: z.ZodType;
  otherwise?: string;
}

/**
 * @returns everything needed for the first files
 * @throws Fault CLI004 without a terminal when a required flag is absent
 */
export async function askForInventory(flags: InitFlags, asker: Asker): Promise<InventoryAnswers> {
  const ask = (question: Ask) => answer(question, asker);
  const { shape } = site;
  const name = await ask({
    given: flags.site,
    code: 'INV110',
    flag: '--site NAME',
    schema: shape.site,
  });
  const title = await ask({
    given: flags.title,
    code: 'INV111',
    flag: '--title TEXT',
    schema: shape.title,
    otherwise: name,
  });
  const domain = await ask({
    given: flags.domain,
    code: 'INV112',
    flag: '--domain DOMAIN',
    schema: shape.domain,
  });
  return {
    site: name,
    title,
    domain,
    server: await askServer(flags, ask),
    tls: flags.tls as InventoryAnswers['tls'],
    email: flags.email,
    agency: await askAgency(flags, ask, asker.interactive),
  };
}

type AskOne = (question: Ask) => Promise<string>;

async function askServer(flags: InitFlags, ask: AskOne): Promise<InventoryAnswers['server']> {
  const { shape } = server;
  const address = await ask({
    given: flags.address,
    code: 'INV113',
    flag: '--address ADDRESS',
    schema: shape.address,
  });
  const isLocal = address === 'local';
  const name = await ask({
    given: flags.server,
    code: 'INV114',
    flag: '--server NAME',
    schema: site.shape.site,
    otherwise: isLocal ? 'lokal' : 'pusat-1',
  });
  if (isLocal) return { name, address };
  const user = await ask({
    given: flags.user,
    code: 'INV115',
    flag: '--user USER',
    schema: shape.user,
    otherwise: 'induk',
  });
  return { name, address, user, port: flags.port, hostKey: flags['host-key'] };
}

async function askAgency(flags: InitFlags, ask: AskOne, interactive: boolean) {
  if (flags.opd === undefined && !interactive) return undefined;
  const { shape } = opd;
  const short = await ask({
    given: flags.opd,
    code: 'INV116',
    flag: '--opd OPD',
    schema: z.union([z.literal(''), shape.opd], { error: 'INV023' }),
    otherwise: '',
  });
  if (short === '') return undefined;
  const name = await ask({
    given: flags['opd-name'],
    code: 'INV117',
    flag: '--opd-name TEXT',
    schema: shape.name,
    otherwise: short,
  });
  return { opd: short, name };
}

async function answer(question: Ask, { interactive, ask, say }: Asker): Promise<string> {
  const { given, code, flag, schema, otherwise } = question;
  if (given !== undefined) {
    const code = codeOf(schema, given);
    if (code === undefined) return given;
    throw new Fault(code, { value: given, key: flag }, { exit: exitCodes.usage });
  }
  if (!interactive && otherwise !== undefined) return otherwise;
  return ask({
    message: say(code),
    flag,
    ...(otherwise === undefined ? {} : { default: otherwise }),
    validate: (text) => {
      const wrong = codeOf(schema, text);
      return wrong === undefined || say(wrong, { value: text, key: flag });
    },
  });
}

/** The code of what is wrong with an answer; a schema's message is one. */
function codeOf(schema: z.ZodType, text: string): string | undefined {
  return schema.safeParse(text).error?.issues[0]?.message;
}
