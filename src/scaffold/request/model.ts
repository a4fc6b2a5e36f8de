/**
 * A request with every default filled in: what a template is given. Plain data, the order
 * of everything as in the file.
 */

export interface Request {
  title: string;
  /** What it does, to find islands. */
  function: string;
  description: string;
  /** Unit that owns it, e.g. a section of the agency. */
  owner?: string;
  /** Text of the page about personal data; the app has a general one. */
  privacy?: string;
  roles: Role[];
  entities: Entity[];
}

export interface Role {
  name: string;
  title: string;
  /** Sees personal data in full. */
  personal: boolean;
}

export interface Entity {
  /** Also the name of its table. */
  name: string;
  title: string;
  description: string;
  /** What ticket numbers begin with. */
  code: string;
  /** Whether citizens may send one in without an account. */
  isPublic: boolean;
  /** Roles that may make one. */
  create: string[];
  /** Roles that may see them. */
  view: string[];
  /** Roles that may correct one. */
  edit: string[];
  /** Roles that may export them. */
  export: string[];
  fields: Field[];
  /** The first is the one a new record is in. */
  states: State[];
  moves: Move[];
  /** Fields the status page shows to whoever has the ticket number. */
  statusFields: string[];
  letters: Letter[];
  retention?: Retention;
}

export const fieldTypes = [
  'text',
  'paragraph',
  'number',
  'money',
  'date',
  'choice',
  'yesno',
  'file',
  'reference',
  'nik',
  'nip',
  'phone',
  'email',
] as const;

export type FieldType = (typeof fieldTypes)[number];

export const fileKinds = ['pdf', 'jpg', 'png', 'docx', 'xlsx'] as const;

export interface Field {
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  hint: string;
  /** Personal data: masked for roles that need not see it, removed when retention ends. */
  personal: boolean;
  /** Kept encrypted in the database. */
  encrypted: boolean;
  choices: { value: string; label: string }[];
  /** Entity a reference points at. */
  to?: string;
  /** Characters of a text, value of a number or money. */
  min?: number;
  max?: number;
  /** Kinds of files. */
  accept: string[];
  /** Bytes of a file. */
  maxBytes: number;
}

export interface State {
  name: string;
  title: string;
  /** What a citizen reads about it. */
  note: string;
}

export interface Move {
  /** What the button says. */
  title: string;
  from: string[];
  to: string;
  by: string[];
  /** Whether a remark must be given, which the citizen reads too. */
  note: boolean;
}

export interface Letter {
  name: string;
  title: string;
  /** Pattern of its number, e.g. `503/{urut}/DPMPTSP/{tahun}`. */
  number: string;
  /** States in which it can be printed. */
  states: string[];
  by: string[];
  /** Whether the citizen can fetch it with the ticket number. */
  isPublic: boolean;
  /** Paragraphs; `{field}` stands for a value. */
  body: string;
  /** Who signs: their office and name. */
  signer: { office: string; name: string; nip: string };
}

export interface Retention {
  /** Days after the last change of a record in a state without moves. */
  days: number;
  action: 'anonymise' | 'delete';
}
