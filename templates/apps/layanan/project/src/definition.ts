/** What a request can say: the shape of src/request.ts. */

export interface Service {
  /** Short name of the app, as in the inventory. */
  name: string;
  title: string;
  description: string;
  /** The agency, and the government it belongs to. */
  agency: string;
  government: string;
  /** Words of the page about personal data. */
  privacy?: string;
  roles: Role[];
  entities: Entity[];
}

export interface Role {
  name: string;
  title: string;
  /** Sees personal data in full. */
  personal?: boolean;
}

/** A kind of record; `name` is also its table. */
export interface Entity {
  name: string;
  title: string;
  description: string;
  /** What ticket numbers begin with. */
  code: string;
  /** Whether citizens may send one in without an account. */
  isPublic: boolean;
  /** Roles that may do it. */
  create: string[];
  view: string[];
  edit: string[];
  export: string[];
  fields: Field[];
  /** The first is the one a new record is in. */
  states: State[];
  moves: Move[];
  /** Fields that the public status page shows. */
  statusFields: string[];
  letters: Letter[];
  retention?: { days: number; action: 'anonymise' | 'delete' };
}

export type FieldType =
  | 'text'
  | 'paragraph'
  | 'number'
  | 'money'
  | 'date'
  | 'choice'
  | 'yesno'
  | 'file'
  | 'reference'
  | 'nik'
  | 'nip'
  | 'phone'
  | 'email';

/** `name` is also its column. */
export interface Field {
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  hint?: string;
  /** Personal data: masked for roles that need not see it, removed when retention ends. */
  personal?: boolean;
  /** Encrypted in the database, and so not searchable. */
  encrypted?: boolean;
  choices?: { value: string; label: string }[];
  /** Entity that a reference points at. */
  to?: string;
  /** Value of a number, characters of a text. */
  min?: number;
  max?: number;
  /** Kinds and bytes of a file. */
  accept?: string[];
  maxBytes?: number;
}

export interface State {
  name: string;
  title: string;
  /** What it means, for the citizen. */
  note?: string;
}

/** A step of the workflow: a button for some roles in some states. */
export interface Move {
  title: string;
  from: string[];
  to: string;
  by: string[];
  /** Whether a remark must be given; the citizen reads it. */
  note?: boolean;
}

export interface Letter {
  name: string;
  title: string;
  /** Pattern of its number: {urut}, {bulan} and {tahun}. */
  number?: string;
  /** States in which it can be printed. */
  states: string[];
  by: string[];
  /** Whether the citizen can fetch it with the ticket number. */
  isPublic?: boolean;
  /** Its lines; an empty one begins a paragraph, `{field}` stands for a value. */
  body: string[];
  signer: { office: string; name: string; nip?: string };
}

/** The state of that name; a record may have one that the request no longer knows. */
export function stateOf(entity: Entity, name: string): State {
  return entity.states.find((state) => state.name === name) ?? { name, title: name };
}

/** Whether nothing more happens to a record in this state. */
export function isFinal(entity: Entity, state: string): boolean {
  return !entity.moves.some(({ from }) => from.includes(state));
}
