/** What generating makes: files, before anything is written. */

export interface ProjectFile {
  /** Relative to the project's folder. */
  path: string;
  text: string;
}

/** What a project was made from; kept in it, so that it can be brought up to date. */
export interface Answers {
  template: string;
  /** Of the template. */
  version: string;
  /** Short name of the app, and of its agency. */
  name: string;
  opd: string;
  /** Names for people of the agency and the government. */
  agency: string;
  government: string;
}
