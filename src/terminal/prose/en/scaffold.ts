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
  NEW029: {
    text: '"{value}" cannot be the short name of a choice',
    next: 'use lower-case letters, digits and underscores; the words come after the colon',
  },
  NEW028: { text: 'min {min} is more than max {max}' },
  NEW030: {
    text: '{path} exists already; nothing was written',
    next: 'choose another name, or move that folder away',
  },
  NEW031: {
    text: '{app} is in the inventory already: {title}',
    next: 'choose another name; a new version of it comes with: induk new update',
  },
  NEW032: { text: 'there is no template "{name}"', next: 'one of: {known}' },
  NEW033: {
    text: 'there is no agency "{opd}" in the inventory',
    next: 'name one with --opd: {known}',
  },
  NEW034: {
    text: '{path} lists its apps in a form that cannot be added to safely',
    next: 'write "apps:" with one app a block, without braces, then run the same command again',
  },
  NEW035: {
    text: 'somebody changed {path} meanwhile; nothing was written',
    next: 'run the same command again',
  },
  NEW036: {
    text: 'the inventory has no agency yet',
    next: 'write opd/{opd}.yaml with three lines: opd:, name: and type:; see docs/manual/inventory.md',
  },
  NEW037: {
    text: '"{value}" cannot be a name: 2 to 30 lower-case letters, digits and single hyphens, a letter first',
  },
  NEW038: { text: 'say it in 3 characters or more' },
  NEW039: { text: '{path} cannot be written: {reason}; nothing was written' },
  NEW040: {
    text: 'an island: {app} ({title}) does the same already',
    next: 'ask that agency whether you can use it together',
  },
  NEW041: {
    text: 'an island: {app} ({title}) is a national shared app that must be used',
    next: 'use that one, unless the ministry agreed to another',
  },
  NEW042: { text: 'Why is an app of your own needed all the same?' },
  NEW043: { text: 'Number of the ministry’s consideration (pertimbangan)' },
  NEW044: { text: 'Name of the app, in addresses and folders' },
  NEW045: { text: 'Which agency asks for it?' },
  NEW046: { text: 'On which server?' },
  NEW047: { text: 'Make {app}?' },
  NEW048: { text: 'What is the app called?' },
  NEW049: { text: 'What does it do, in one or two words?' },
  NEW050: { text: 'What do people send in or record?' },
  NEW051: { text: 'What must be filled in? Separate with commas' },
  NEW052: { text: 'May citizens send it in themselves?' },
  NEW053: { text: 'Yes' },
  NEW054: { text: 'No' },
  NEW055: { text: 'an answer is needed here' },
  NEW056: { text: '{length} characters are too many; at most 200 fit' },
  NEW057: { text: 'that cannot be written into a file: use ordinary characters, on one line' },
  NEW058: { text: '"{label}" is there twice; tell them apart' },
  NEW059: { text: '{count} are too many; at most {limit} fit on a form' },
  NEW060: {
    text: '{app} is made: {files} files in {folder}, its entry in {path}, its secrets',
    next: 'induk apply {app}   then open https://{domain}, and log in as admin with the password of: induk secrets get {app} ADMIN_PASSWORD',
  },
  NEW061: { text: 'nothing was written (--dry-run)' },
  NEW062: { text: 'Git is not installed: the project has no repository yet' },
  NEW070: {
    text: '{app} is no project of induk new, or its record is damaged: {path}',
    next: 'bring these files back from Git',
  },
  NEW071: {
    text: '{conflicts} file(s) have conflicts: search for <<<<<<< in them, decide, then run the tests',
  },
  NEW072: { text: 'Git could not merge: {reason}', next: 'install Git: apt install git' },
  NEW073: { text: '{app} is up to date' },
  NEW074: { text: 'Write these changes into {app}?' },
  NEW075: {
    text: '{place} was "{before}" and is now "{after}": what is recorded already would not fit',
    next: 'give it back, or give the new one another name; the old column stays',
  },
  NEW076: {
    text: 'the state {place} is not in the request any more; records still in it could not be moved, and retention would never clean them',
    next: 'keep it; or move every record out of it in the running app, then add: --retired {place}',
  },
  NEW077: {
    text: 'the choice {place} is not in the request any more; records that have it could not be corrected without another',
    next: 'keep it; or give those records another in the running app, then add: --retired {place}',
  },
  NEW078: {
    text: 'the entry in {path} was changed here too: bring the lines above over, then run: induk validate',
  },
  NEW079: {
    text: 'the request does not have {places} any more; what is recorded there stays in the database, where retention does not clean it',
  },
  NEW063: {
    text: '{app} is made: {files} files in {folder}, its entry in {path}',
    next: 'induk apply {app}   then open https://{domain}',
  },
  NEW080: {
    text: 'the template {name} has {errors} error(s); nothing was written',
    next: 'mend them in the template, then: induk template check {name}',
  },
  NEW081: {
    text: 'a template cannot say "{tag}" here',
    next: 'one of: {known}',
  },
  NEW082: {
    text: '{tag} is not closed',
    next: 'write its end: {{/each}} or {{/if}}',
  },
  NEW083: {
    text: '{tag} closes nothing that is open',
    next: 'delete it, or write the beginning before it',
  },
  NEW084: {
    text: '"{value}" cannot be a file of a project',
    next: 'name it relative to project/, without .. and not in .git/ or .induk/',
  },
  NEW085: {
    text: '"{tag}" is no list',
    next: 'use it as {{{tag}}} or in {{#if {tag}}}',
  },
  NEW086: {
    text: 'there is no part "{tag}", or it contains itself',
    next: 'parts are files in parts/: {known}',
  },
  NEW087: {
    text: '{path} is to be filled in, but is not in project/',
  },
  NEW088: {
    text: '{path} is not there',
    next: 'a template is a folder with template.yaml and project/; see: docs/manual/templates.md',
  },
  NEW089: {
    text: '"{value}" of the entry comes from the request and its place',
    next: 'delete it from the template',
  },
  NEW090: {
    text: '{path} is a link or no ordinary file',
    next: 'templates hold files only; put the content there',
  },
  NEW091: {
    text: '{path} has {bytes} bytes; at most {limit} are accepted',
  },
  NEW092: {
    text: '{path} is no text in UTF-8',
    next: 'write pictures as SVG, or add the file to the project afterwards',
  },
  NEW093: {
    text: '{path} has more than {limit} files',
    next: 'leave out what is installed or built',
  },
  NEW094: {
    text: '{path} is there twice, or written by induk itself',
    next: 'keep one of them',
  },
  NEW095: {
    text: 'there is no folder {path}',
    next: 'name a template (induk new --list), a folder, or a Git address',
  },
  NEW096: {
    text: '{address} could be changed on its way here',
    next: 'use https:// or ssh',
  },
  NEW097: {
    text: 'the address holds a password, which would stay in every project',
    next: 'use an SSH key, or Git’s credential helper',
  },
  NEW098: {
    text: '{address} cannot be fetched: {reason}',
    next: 'try: git clone {address}',
  },
  NEW099: {
    text: '{name} {version} is right: {files} files from each request',
    next: 'induk new --template {name} --request FILE',
  },
};
