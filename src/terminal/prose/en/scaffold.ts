import type { Catalogue } from '../catalogue.js';

/** Requests, templates and new apps, in English. */
export const scaffold: Catalogue = {
  NEW000: {
    text: '{path} has {errors} error(s); nothing was written',
    next: 'mend them, then run the same command again',
  },
  NEW001: { text: '{path} cannot be read: {reason}', next: 'name a file with --request FILE' },
  NEW010: {
    text: '"{key}" is a reserved word ({languages})',
    next: 'choose a word of the agency’s own; it names a column',
  },
  NEW011: {
    text: '"{value}" cannot be a name here',
    next: 'use 2 to 40 lower-case letters, digits and single underscores, a letter first',
  },
  NEW012: {
    text: '"{key}" has {count} entries; at most {limit} are accepted',
    next: 'an app of that size helps nobody: split the request into several apps',
  },
  NEW013: { text: '"{key}" is a name the app uses itself', next: 'choose another name' },
  NEW014: { text: '"{key}" means nothing for the type {type}', next: 'only for: {types}' },
  NEW015: { text: 'there is no entity "{value}" to refer to', next: 'one of: {known}' },
  NEW016: { text: 'there is no role "{value}"', next: 'one of: {known}' },
  NEW017: { text: 'there is no state "{value}"', next: 'one of: {known}' },
  NEW018: { text: 'a field of type {type} needs "{key}"', next: 'add {key}: to it' },
  NEW019: { text: 'there is no field "{value}"', next: 'one of: {known}' },
  NEW020: {
    text: 'references go in a circle: {circle}',
    next: 'delete one of them; the other direction is listed by itself',
  },
  NEW021: { text: 'no move leads to the state "{state}"', next: 'add one, or delete the state' },
  NEW022: {
    text: '"{field}" is personal data or a file; everybody with a ticket number would see it',
    next: 'delete it from status:',
  },
  NEW024: {
    text: '"{key}" and "{other}" would both have ticket numbers beginning with {value}',
    next: 'give one of them another code:',
  },
  NEW025: {
    text: '"{value}" is no period',
    next: 'write it like: 90 hari, 6 bulan, 5 tahun (or days, months, years)',
  },
  NEW026: { text: 'a NIP has 18 digits' },
  NEW027: {
    text: '"{value}" cannot begin ticket numbers',
    next: 'use 2 to 8 capital letters and digits, a letter first: SIP',
  },
  NEW028: { text: 'min {min} is more than max {max}' },
};
