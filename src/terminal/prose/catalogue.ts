/** Words for a code: `{name}` stands for an argument. `next` is the command or act to do next. */
export interface Phrase {
  text: string;
  next?: string;
}

export type Catalogue = Record<string, Phrase>;
